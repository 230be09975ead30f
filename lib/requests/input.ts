import { z } from "zod";
import { env } from "@/lib/env";
import { XaccountError } from "@/lib/errors";
import { getAction, parseAction } from "@/lib/lambda/actions";
import { parseQualifier } from "@/lib/lambda/arn";
import { parseGrantee } from "@/lib/lambda/principal";
import type { Principal } from "@/lib/lambda/types";

/** What a requester typed, read. */
export interface RequestInput {
  functionId: string;
  qualifier: string;
  action: string;
  principal: Principal;
  /** Null: without an end. */
  durationDays: number | null;
  reason: string;
  ticket: string | null;
  /** Becomes the item's and so the grant's id: what was previewed under it is what is applied. */
  draftId: string;
}

const shape = z.object({
  functionId: z.string().default(""),
  qualifier: z.string().default(""),
  action: z.string().default(""),
  principal: z.string().default(""),
  durationDays: z.string().default(""),
  /** A ticked box, "No end": then the days do not matter. */
  permanent: z.string().default(""),
  reason: z.string().default(""),
  ticket: z.string().trim().max(200, "A ticket is at most 200 characters.").default(""),
  draftId: z.uuid(),
});

/** @returns the days (null: without an end), or why not, for the field */
function readDays(text: string, permanent: string): { days: number | null } | { sentence: string } {
  if (permanent !== "") return { days: null };
  const max = env().XACCOUNT_MAX_DAYS;
  const days = Number(text);
  if (!/^\d+$/.test(text.trim()) || days < 1)
    return { sentence: "Say for how many days: a whole number from 1." };
  return days > max ? { sentence: `At most ${max} days; ask again before they end.` } : { days };
}

/**
 * Reads what a requester sent.
 * @throws XaccountError Invalid with a sentence for every field that can't be
 */
export function readRequestInput(values: unknown): RequestInput {
  const read = shape.safeParse(values);
  if (!read.success) {
    const fields = Object.fromEntries(
      read.error.issues.map((issue) => [issue.path.join("."), issue.message]),
    );
    throw new XaccountError("Invalid", "The request was not sent; see below.", { fields });
  }
  const fields: Record<string, string> = {};
  const { functionId, ticket, draftId } = read.data;
  if (!z.uuid().safeParse(functionId).success)
    fields.functionId = "Choose a function: search for it by name or paste its ARN.";
  const qualifier = parseQualifier(read.data.qualifier);
  if (!qualifier.ok) fields.qualifier = qualifier.sentence;
  const action = parseAction(read.data.action);
  if (!action.ok) fields.action = action.sentence;
  else if (qualifier.ok && qualifier.value && !getAction(action.value).takesQualifier) {
    fields.qualifier = `${action.value} acts on the whole function. Choose the function without a qualifier.`;
  }
  const principal = parseGrantee(read.data.principal);
  if (!principal.ok) fields.principal = principal.sentence;
  const days = readDays(read.data.durationDays, read.data.permanent);
  if ("sentence" in days) fields.durationDays = days.sentence;
  const reason = read.data.reason.trim();
  if (reason.length < 10) fields.reason = "Say what it is for, in a sentence the owner can decide by.";
  if (reason.length > 2000) fields.reason = "At most 2,000 characters.";
  if (Object.keys(fields).length > 0 || !qualifier.ok || !action.ok || !principal.ok || "sentence" in days) {
    throw new XaccountError(
      "Invalid",
      "The request was not sent, and nothing was changed. See what is marked below.",
      { fields },
    );
  }
  return {
    functionId,
    qualifier: qualifier.value,
    action: action.value,
    principal: principal.value,
    durationDays: days.days,
    reason,
    ticket: ticket || null,
    draftId,
  };
}

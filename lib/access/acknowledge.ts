import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";

/** The longest a finding is put off: then somebody looks again. */
export const mostAckDays = 365;
const dayMs = 24 * 60 * 60 * 1000;

const shape = z.object({
  findingId: z.uuid("That is no finding."),
  reason: z.string().trim().min(10, "Say why it may stand, in 10 letters or more.").max(1000),
  until: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, "Choose a day.")
    .transform((text) => new Date(`${text}T23:59:59.999Z`))
    .refine((date) => !Number.isNaN(date.getTime()), "That day is in no calendar."),
});

function read(input: unknown, now: Date): z.infer<typeof shape> {
  const parsed = shape.safeParse(input);
  const fields: Record<string, string> = parsed.success
    ? {}
    : Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
  if (parsed.success) {
    const { until } = parsed.data;
    if (until <= now) fields.until = "Choose a day that is not over.";
    if (until.getTime() > now.getTime() + (mostAckDays + 1) * dayMs)
      fields.until = `At most ${mostAckDays} days: then somebody looks again.`;
    if (Object.keys(fields).length === 0) return parsed.data;
  }
  throw new XaccountError(
    "Invalid",
    "The finding was not acknowledged, and nothing was changed; see below.",
    { fields },
  );
}

/**
 * Says that a finding may stand until a day, and why. It is not shown as open until then.
 * @throws XaccountError Invalid, NotFound, Forbidden
 */
export async function acknowledgeFinding(actor: Actor, input: unknown): Promise<void> {
  const { findingId, reason, until } = read(input, new Date());
  const found = await db().finding.findUnique({ where: { id: findingId }, include: { function: true } });
  if (!found)
    throw new XaccountError(
      "NotFound",
      "That finding is gone: what it was about has changed. Nothing was changed.",
    );
  const { accountId, region, name, owners } = found.function;
  assertMay(actor, "acknowledge", { type: "Function", accountId, region, name, owners });
  await audited(actor, async (tx, record) => {
    const ackById = actor.kind === "person" ? actor.personId : null;
    await tx.finding.update({
      where: { id: findingId },
      data: { ackReason: reason, ackUntil: until, ackById },
    });
    await record({
      action: "finding.acknowledged",
      subject: { kind: "finding", id: findingId },
      functionId: found.functionId,
      accountId,
      reason,
      data: { code: found.code, qualifier: found.qualifier, sid: found.sid, until: until.toISOString() },
    });
  });
}

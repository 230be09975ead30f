import { z } from "zod";
import { audited, type Record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { endJustifications } from "@/lib/grants/end-justification";
import { assertMay } from "@/lib/identity/may";
import type { Actor } from "@/lib/identity/types";
import { parseInput } from "@/lib/parse-input";
import { requestCan } from "./can";
import { getRequest, type RequestDetail } from "./get";
import { resourceOf } from "./resource";

const shape = z
  .object({
    requestId: z.coerce.number().int(),
    verdict: z.enum(["confirm", "refuse"]),
    text: z.string().trim().max(4000, "At most 4,000 characters.").default(""),
  })
  .refine(({ verdict, text }) => verdict === "confirm" || text.length >= 3, {
    path: ["text"],
    message: "Say why, so that whoever broke the glass can answer it.",
  });

/** What the request gave ends now; a statement that others rely on stays for them. */
async function endAll(
  tx: Transaction,
  record: Record,
  request: RequestDetail,
  { reason, byId, now }: { reason: string; byId: string; now: Date },
): Promise<void> {
  const ending = { cause: "revoked" as const, reason, byId };
  for (const { itemId, grantId, endedAt } of request.justifications)
    if (!endedAt) await endJustifications(tx, record, { grantId, itemIds: [itemId], ending, now });
}

/**
 * The review that is owed after glass was broken. Refused, what was applied ends at once.
 * @param input requestId, verdict (confirm or refuse), text (why, needed to refuse)
 * @throws XaccountError Invalid, NotFound, Forbidden, or Conflict when none is owed (any more)
 */
export async function settleGlass(actor: Actor, input: unknown): Promise<void> {
  const { requestId, verdict, text } = parseInput(shape, input, "The review was not given yet; see below.");
  const request = await getRequest(requestId);
  assertMay(actor, "settleGlass", resourceOf(request));
  if (actor.kind !== "person") throw new XaccountError("Forbidden", "Only a person can review a request.");
  const can = requestCan.settleGlass(request);
  if (!can.ok) throw new XaccountError("Conflict", `${can.reason} Nothing was changed by you.`);
  const { personId: reviewerId } = actor;
  const now = new Date();
  await audited(actor, async (tx, record) => {
    await record({
      action: verdict === "confirm" ? "request.glass_confirmed" : "request.glass_refused",
      subject: { kind: "request", id: String(requestId) },
      ...{ requestId, functionId: request.functionId, accountId: request.function.accountId },
      reason: text || undefined,
    });
    // Grants before the request, in the order of whoever finishes applying it: neither waits for the other for ever.
    if (verdict === "refuse") await endAll(tx, record, request, { reason: text, byId: reviewerId, now });
    const { count } = await tx.request.updateMany({
      where: { id: requestId, glassBrokenAt: { not: null }, reviewedAt: null },
      data: { reviewedAt: now },
    });
    if (count === 0)
      throw new XaccountError(
        "Conflict",
        "Somebody else gave the review at the same moment; nothing was changed by you. Look again.",
      );
    await tx.review.create({
      data: { requestId, reviewerId, verdict: verdict === "confirm" ? "approve" : "reject", text },
    });
  });
}

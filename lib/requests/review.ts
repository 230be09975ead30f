import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { XaccountError } from "@/lib/errors";
import { may } from "@/lib/identity/may";
import { mayApprove } from "@/lib/identity/may-approve";
import { endOf } from "@/lib/lambda/duration";
import { requestCan } from "./can";
import { getRequest } from "./get";
import { resourceOf } from "./resource";
import { readAsShown, takeEffect } from "./take-effect";

const shape = z.object({
  requestId: z.coerce.number().int(),
  verdict: z.enum(["approve", "reject", "comment"]),
  text: z.string().trim().max(4000, "At most 4,000 characters.").default(""),
  /** Of the analysis that was on the screen. */
  analysisHash: z.string().default(""),
});
type Review = z.infer<typeof shape>;

const fasterSentence =
  "Somebody else decided this request at the same moment; nothing was changed by you. Look again.";

function readReview(values: unknown): Review {
  const read = shape.safeParse(values);
  if (!read.success) {
    const fields = Object.fromEntries(
      read.error.issues.map((issue) => [issue.path.join("."), issue.message]),
    );
    throw new XaccountError("Invalid", "The review was not sent; see below.", { fields });
  }
  const { verdict, text } = read.data;
  if (verdict === "reject" && text.length < 3)
    throw new XaccountError("Invalid", "It was not rejected yet.", {
      fields: { text: "Say why, so that whoever asked can do better." },
    });
  if (verdict === "comment" && text === "")
    throw new XaccountError("Invalid", "There was nothing to send.", {
      fields: { text: "Write something first." },
    });
  return read.data;
}

const past = { approve: "approved", reject: "rejected", comment: "commented" } as const;

/**
 * A decision on a request, or a comment. Approving makes the grants and their jobs in the same transaction; it holds
 * only for what was on the screen.
 * @param values requestId, verdict, text, analysisHash
 * @throws XaccountError Invalid, NotFound, Forbidden, Conflict; from AWS Throttled, Unreachable, Refused
 */
export async function reviewRequest(actor: Actor, values: unknown): Promise<void> {
  const { requestId, verdict, text, analysisHash } = readReview(values);
  const request = await getRequest(requestId);
  const resource = resourceOf(request);
  const answer =
    verdict === "approve"
      ? mayApprove(actor, resource, request.durationDays === null)
      : may(actor, verdict, resource);
  if (!answer.ok) throw new XaccountError("Forbidden", answer.reason);
  if (actor.kind !== "person") throw new XaccountError("Forbidden", "Only a person can review a request.");
  const can = requestCan[verdict](request);
  if (!can.ok) throw new XaccountError("Conflict", `${can.reason} Nothing was changed by you.`);
  const analysis =
    verdict === "approve" ? await readAsShown({ actor, byGlass: false }, request, analysisHash) : null;
  const now = new Date();
  await audited(actor, async (tx, record) => {
    if (verdict !== "comment") {
      const state = past[verdict];
      const { count } = await tx.request.updateMany({
        where: { id: requestId, state: "pending" },
        data: { state, decidedAt: now },
      });
      if (count === 0) throw new XaccountError("Conflict", fasterSentence);
    }
    await tx.review.create({
      data: { requestId, reviewerId: actor.personId, verdict, text, analysisHash: analysisHash || null },
    });
    await record({
      action: `request.${past[verdict]}`,
      subject: { kind: "request", id: String(requestId) },
      requestId,
      functionId: request.functionId,
      accountId: request.function.accountId,
      reason: text || undefined,
      data: verdict === "approve" ? { analysisHash } : {},
    });
    const expiresAt = endOf(now, request.durationDays);
    if (analysis)
      await takeEffect(tx, record, request, { decider: { actor, byGlass: false }, analysis, expiresAt, now });
  });
}

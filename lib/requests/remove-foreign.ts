import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { XaccountError } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { parseInput } from "@/lib/parse-input";
import { readShown, shownShape, takeOver } from "./foreign";

/** Why somebody removes what others made. */
export const removeReason = z
  .string()
  .trim()
  .min(3, "Say why, in a few words: it is kept in the audit trail.")
  .max(2000);

const shape = z.object({ ...shownShape, reason: removeReason });

/**
 * Removes a statement that somebody made in AWS, also one that names a role or user that was deleted: it becomes a grant
 * that is revoked at once, so that the removal survives what a revoke does, and is tried until it is done.
 * @param input statementId (the row's), shown (the element on the screen), reason
 * @returns the number of the request that stands for it
 * @throws XaccountError Invalid, NotFound, Forbidden, Conflict; from AWS Throttled, Unreachable, Refused
 */
export async function removeForeign(actor: Actor, input: unknown): Promise<number> {
  if (actor.kind !== "person") throw new XaccountError("Forbidden", "Only a person can remove a statement.");
  const sent = parseInput(shape, input, "It was not removed; see below.");
  const { reason } = sent;
  const seen = await readShown(actor, "removeStatement", sent);
  return audited(actor, async (tx, record) => {
    const { requestId, grantId } = await takeOver(tx, record, {
      ...{ actor, seen, now: new Date() },
      decided: {
        ...{ kind: "removal", reason, ticket: null, durationDays: null, expiresAt: null },
        ...{ requestState: "approved", grantState: "revoking" },
      },
    });
    await enqueue(tx, "revoke_grant", { grantId }, `revoke ${grantId}`);
    await record({
      action: "grant.revoke_decided",
      subject: { kind: "grant", id: grantId },
      ...{ requestId, grantId, functionId: seen.functionId, accountId: seen.function.accountId },
      data: { statement: seen.document },
    });
    return requestId;
  });
}

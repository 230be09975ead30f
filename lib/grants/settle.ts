import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited, type Told } from "@/lib/audit/record";
import { refreshPolicy } from "@/lib/catalog/refresh";
import { Prisma } from "@/lib/db/generated/client";
import { XaccountError } from "@/lib/errors";
import { may } from "@/lib/identity/may";
import { enqueue } from "@/lib/jobs/enqueue";
import { shownDrift } from "@/lib/lambda/drift";
import { renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
import { parseInput } from "@/lib/parse-input";
import { grantCan } from "./can";
import { noDrift } from "./drift-told";
import { factsOf, findGrantRow, inputOf, resourceOf, type GrantRow } from "./live";
import { lockTarget } from "./lock-target";
import { mayRestore } from "./may-restore";
import { cannotFitAgain } from "./room";

const shape = z.object({
  grantId: z.uuid(),
  /** How it differed on the screen (`shownDrift`). */
  shown: z.string().min(1).max(40),
  reason: z.string().trim().min(3, "Say why, in a few words: it is kept in the audit trail.").max(2000),
});

async function read(
  actor: Actor,
  input: unknown,
  step: "restore" | "accept",
): Promise<{ grant: GrantRow; reason: string }> {
  const { grantId, shown, reason } = parseInput(shape, input, "Nothing was changed; see below.");
  const grant = await findGrantRow(grantId);
  if (!grant) throw new XaccountError("NotFound", "There is no such grant; nothing was changed.");
  const resource = resourceOf(grant);
  const answer = step === "restore" ? mayRestore(actor, resource, grant) : may(actor, "revoke", resource);
  if (!answer.ok) throw new XaccountError("Forbidden", answer.reason);
  const can = grantCan[step](factsOf(grant));
  if (!can.ok) throw new XaccountError("Conflict", can.reason);
  if (shownDrift(grant.drift ?? "", grant.driftEvent) !== shown)
    throw new XaccountError(
      "Conflict",
      "How it differs from what was granted is no longer as it was shown to you, so nothing was changed. The page now shows it as it is: look once more, then decide.",
    );
  return { grant, reason };
}

const toldOf = (grant: GrantRow, action: string, reason: string): Told => ({
  action,
  subject: { kind: "grant", id: grant.id },
  requestId: grant.requestId,
  grantId: grant.id,
  functionId: grant.functionId,
  accountId: grant.accountId,
  reason,
  data: { drift: grant.drift },
});

const faster = () =>
  new XaccountError(
    "Conflict",
    "Somebody else acted on this grant at the same moment; nothing was changed by you. Look again.",
  );

/** A grant as it was decided on: nothing of how it differs changed since, and no other request came to rely on it. */
const asDecided = ({ id, drift, driftEvent, expiresAt, justifications }: GrantRow) => ({
  ...{ id, state: "active" as const, drift, driftEvent, expiresAt },
  justifications: {
    none: { endedAt: null, itemId: { notIn: justifications.map(({ itemId }) => itemId) } },
  },
});

/** What would be written now must be what was reviewed: it is made of the same columns, by the code of today. */
function assertAsReviewed(grant: GrantRow): void {
  const now = statementText(renderStatement(inputOf(grant)));
  if (grant.statement === null || sameStatement(grant.statement, now)) return;
  throw new XaccountError(
    "Conflict",
    "What would be written now is not the statement that was reviewed, so nothing was restored. Accept that the grant is over; ask anew.",
  );
}

/**
 * Has a grant stand again as it was reviewed, where its statement is gone, or its function was made anew: written where it
 * is not, and read back. To decide that anew is a decision like an approval: for whoever may approve each request that the
 * grant stands for, kept as a review of each, and only where AWS would take the statement.
 * @param input grantId, shown (how it differed on the screen), reason
 * @throws XaccountError Invalid, NotFound, Forbidden, Conflict, also when it differs otherwise than was shown, or the
 * policy is full; from AWS Throttled, Unreachable, Refused
 */
export async function restoreGrant(actor: Actor, input: unknown): Promise<void> {
  const { grant, reason } = await read(actor, input, "restore");
  if (actor.kind !== "person") throw new XaccountError("Forbidden", "Only a person can restore a grant.");
  assertAsReviewed(grant);
  const requestIds = [...new Set(grant.justifications.map(({ requestId }) => requestId))];
  await refreshPolicy(grant.functionId, grant.qualifier);
  await audited(actor, async (tx, record) => {
    await lockTarget(tx, grant);
    const cannot = await cannotFitAgain(tx, grant.function, inputOf(grant));
    if (cannot) throw new XaccountError("Conflict", `${cannot} Nothing was restored.`);
    const { count } = await tx.grant.updateMany({
      where: asDecided(grant),
      data: {
        ...{ state: "applying", ...noDrift },
        ...{ failure: Prisma.DbNull, attempts: 0 },
      },
    });
    if (count === 0) throw faster();
    const reviewerId = actor.personId;
    await tx.review.createMany({
      data: requestIds.map((requestId) => ({ requestId, reviewerId, verdict: "approve", text: reason })),
    });
    await enqueue(tx, "apply_grant", { grantId: grant.id }, `apply ${grant.id}`);
    await record(toldOf(grant, "grant.restore_decided", reason));
  });
}

/**
 * Accepts what somebody did in AWS: the grant is over, and nothing is written there.
 * @param input grantId, shown (how it differed on the screen), reason
 * @throws XaccountError Invalid, NotFound, Forbidden, Conflict, also when it differs otherwise than was shown
 */
export async function acceptDrift(actor: Actor, input: unknown): Promise<void> {
  const { grant, reason } = await read(actor, input, "accept");
  const endedById = actor.kind === "person" ? actor.personId : null;
  await audited(actor, async (tx, record) => {
    await lockTarget(tx, grant);
    const { count } = await tx.grant.updateMany({
      where: asDecided(grant),
      data: {
        state: "revoked",
        revokeCause: "revoked",
        revokeReason: reason,
        revokedById: endedById,
        revokedAt: new Date(),
      },
    });
    if (count === 0) throw faster();
    await tx.justification.updateMany({
      where: { grantId: grant.id, endedAt: null },
      data: { endedAt: new Date(), endCause: "revoked", endReason: reason, endedById },
    });
    // What stands there still is nobody's from now on.
    await tx.statement.updateMany({ where: { grantId: grant.id, goneAt: null }, data: { grantId: null } });
    await record(toldOf(grant, "grant.drift_accepted", reason));
  });
}

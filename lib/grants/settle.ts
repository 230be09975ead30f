import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited, type Told } from "@/lib/audit/record";
import { Prisma } from "@/lib/db/generated/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { enqueue } from "@/lib/jobs/enqueue";
import { renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
import { parseInput } from "@/lib/parse-input";
import { grantCan } from "./can";
import { noDrift } from "./drift-told";
import { factsOf, findGrantRow, inputOf, resourceOf, type GrantRow } from "./live";

const shape = z.object({
  grantId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words: it is kept in the audit trail.").max(2000),
});

async function read(
  actor: Actor,
  input: unknown,
  step: "restore" | "accept",
): Promise<{ grant: GrantRow; reason: string }> {
  const { grantId, reason } = parseInput(shape, input, "Nothing was changed; see below.");
  const grant = await findGrantRow(grantId);
  if (!grant) throw new XaccountError("NotFound", "There is no such grant; nothing was changed.");
  assertMay(actor, step === "restore" ? "restore" : "revoke", resourceOf(grant));
  const can = grantCan[step](factsOf(grant));
  if (!can.ok) throw new XaccountError("Conflict", can.reason);
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
 * Puts a statement that somebody removed back, as it was reviewed: to decide that anew is a decision like an approval,
 * so that nobody takes it on their own request, and kept as a review of each request that the grant stands for.
 * @throws XaccountError Invalid, NotFound, Forbidden, Conflict
 */
export async function restoreGrant(actor: Actor, input: unknown): Promise<void> {
  const { grant, reason } = await read(actor, input, "restore");
  if (actor.kind !== "person") throw new XaccountError("Forbidden", "Only a person can restore a grant.");
  assertAsReviewed(grant);
  const requestIds = [...new Set(grant.justifications.map(({ requestId }) => requestId))];
  await audited(actor, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id: grant.id, state: "active", drift: grant.drift },
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
 * @throws XaccountError Invalid, NotFound, Forbidden, Conflict
 */
export async function acceptDrift(actor: Actor, input: unknown): Promise<void> {
  const { grant, reason } = await read(actor, input, "accept");
  const endedById = actor.kind === "person" ? actor.personId : null;
  await audited(actor, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id: grant.id, state: "active", drift: grant.drift },
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

import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { driftOf, type DriftKind } from "@/lib/lambda/drift";
import { findStatement } from "@/lib/lambda/policy";

const worker: Actor = { kind: "system", name: "worker" };

/** An active grant with what was last read of its target. */
interface Compared {
  id: string;
  requestId: number;
  functionId: string;
  accountId: string;
  statementId: string;
  statement: string;
  drift: DriftKind | null;
  driftFound: string | null;
  appliedAt: Date;
  functionGoneAt: Date | null;
  targetGoneAt: Date | null;
  targetId: string | null;
  policy: string | null;
  syncedAt: Date | null;
}

/** Who changed the function last, since the grant was applied, where an event said so. */
async function findWho({ functionId, appliedAt }: Compared): Promise<string | null> {
  const notice = await db().notice.findFirst({
    where: { functionId, at: { gte: appliedAt }, actorArn: { not: null } },
    orderBy: { at: "desc" },
    select: { actorArn: true },
  });
  return notice?.actorArn ?? null;
}

/** What somebody must be told of a grant whose statement is no longer as granted. */
async function keepDrift(
  grant: Compared,
  drift: DriftKind | null,
  found: string | null,
  now: Date,
): Promise<void> {
  const by = drift ? await findWho(grant) : null;
  await audited(worker, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id: grant.id, state: "active", drift: grant.drift },
      data: { drift, driftFound: found, driftSince: drift ? now : null, driftBy: by },
    });
    if (count === 0) return record({ action: "grant.drift_overtaken", ...subjectOf(grant) });
    return record({
      action: drift ? "grant.drift_found" : "grant.drift_ended",
      ...subjectOf(grant),
      data: drift ? { drift, found, granted: grant.statement, by } : { drift: grant.drift },
    });
  });
}

const subjectOf = ({ id, requestId, functionId, accountId }: Compared) => ({
  subject: { kind: "grant" as const, id },
  requestId,
  grantId: id,
  functionId,
  accountId,
});

/**
 * Compares every active grant with the policy its target had when last read: by level, so that it does not matter
 * which changes were noticed on the way. What was read before a grant was applied says nothing of it.
 * @returns how many grants came to differ, or to be as granted again
 */
export async function reconcileGrants(now = new Date()): Promise<number> {
  const rows = await db().$queryRaw<Compared[]>`
    SELECT g.id, g."requestId", g."functionId", g."accountId", g."statementId", g.statement, g.drift, g."driftFound",
           g."appliedAt", f."goneAt" AS "functionGoneAt", t."goneAt" AS "targetGoneAt", t.id AS "targetId", t.policy, t."syncedAt"
    FROM "Grant" g JOIN "Function" f ON f.id = g."functionId"
    LEFT JOIN "Target" t ON t."functionId" = g."functionId" AND t.qualifier = g.qualifier
    WHERE g.state = 'active' AND g.statement IS NOT NULL`;
  let changed = 0;
  for (const grant of rows) {
    if (grant.syncedAt && grant.syncedAt < grant.appliedAt) continue;
    const found = findStatement(grant.policy, grant.statementId);
    const hasTarget = grant.targetId !== null && grant.targetGoneAt === null;
    const hasFunction = grant.functionGoneAt === null;
    const drift = driftOf(grant.statement, { hasFunction, hasTarget, policy: grant.policy, found });
    if (drift === grant.drift && (drift === null || found === grant.driftFound)) continue;
    await keepDrift(grant, drift, found, now);
    changed += 1;
  }
  return changed;
}

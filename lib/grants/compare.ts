import { db } from "@/lib/db/client";
import { driftOf, type DriftKind } from "@/lib/lambda/drift";
import { findStatement } from "@/lib/lambda/policy";

/** An active grant with what was last read of its target. */
export interface Compared {
  id: string;
  requestId: number;
  functionId: string;
  qualifier: string;
  accountId: string;
  statementId: string;
  statement: string;
  drift: DriftKind | null;
  driftFound: string | null;
  appliedAt: Date;
  functionGoneAt: Date | null;
  recreatedAt: Date | null;
  targetId: string;
  /** What the target's count of changes was. */
  changes: number;
  targetGoneAt: Date | null;
  policy: string | null;
  syncedAt: Date;
  /** The policy that its statement was in when it was applied, where the statement is gone and that is known. */
  before: string | null;
}

/** How a grant differs from what stands, and the statement that is there instead. */
export interface Difference {
  drift: DriftKind | null;
  found: string | null;
}

/** The active grants on some targets. */
export function findCompared(targetIds: string[]): Promise<Compared[]> {
  return db().$queryRaw<Compared[]>`
    SELECT g.id, g."requestId", g."functionId", g.qualifier, g."accountId", g."statementId", g.statement, g.drift, g."driftFound",
           g."appliedAt", f."goneAt" AS "functionGoneAt", f."recreatedAt", t.id AS "targetId", t.changes,
           t."goneAt" AS "targetGoneAt", t.policy, t."syncedAt",
           CASE WHEN t.policy IS NOT NULL AND position(g."statementId" IN t.policy) = 0 THEN (
             SELECT s.policy FROM "PolicySnapshot" s WHERE s."targetId" = t.id AND s."seenAt" <= g."appliedAt"
             ORDER BY s."seenAt" DESC LIMIT 1) END AS before
    FROM "Target" t
    JOIN "Function" f ON f.id = t."functionId"
    JOIN "Grant" g ON g."functionId" = t."functionId" AND g.qualifier = t.qualifier
    WHERE t.id = ANY(${targetIds}::uuid[]) AND g.state = 'active' AND g.statement IS NOT NULL
    ORDER BY g.id`;
}

/** Whether what is known of the target is newer than the grant: an older reading says nothing of it. */
export function isKnownSince({ appliedAt, syncedAt, targetGoneAt, functionGoneAt }: Compared): boolean {
  return [syncedAt, targetGoneAt, functionGoneAt].some((at) => at !== null && at >= appliedAt);
}

/** Compares a grant with what stands. @returns null when that is known of it already */
export function differenceOf(grant: Compared): Difference | null {
  const { statement, statementId, policy, before, appliedAt, recreatedAt } = grant;
  const found = findStatement(policy, statementId, statement);
  const drift = driftOf(statement, {
    hasFunction: grant.functionGoneAt === null,
    hasTarget: grant.targetGoneAt === null,
    isAnother: recreatedAt !== null && recreatedAt > appliedAt,
    ...{ policy, found, before },
  });
  const isKnown = drift === grant.drift && (drift === null || found === grant.driftFound);
  return isKnown ? null : { drift, found };
}

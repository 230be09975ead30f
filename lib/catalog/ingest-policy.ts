import type { Transaction } from "@/lib/db/client";
import { widest } from "@/lib/lambda/reach";
import type { FunctionArn } from "@/lib/lambda/types";
import { statementIdentity, statementRows } from "./statement-rows";

/** A target as far as its policy goes. */
export interface TargetPolicy {
  id: string;
  functionId: string;
  qualifier: string;
  owner: FunctionArn;
}

/**
 * Puts a target's policy, as just read, in the place of what was known of it. Statements that stay keep their age;
 * those with a grant's statement ID are marked as the grant's. Nothing when something newer is known.
 * @param now when the policy was read
 */
export async function ingestPolicy(
  tx: Transaction,
  target: TargetPolicy,
  live: { policy: string | null; revisionId: string | null },
  now: Date,
): Promise<void> {
  // One at a time a target; and what was read before somebody's write does not come back over it.
  const [locked] = await tx.$queryRaw<
    { syncedAt: Date }[]
  >`SELECT "syncedAt" FROM "Target" WHERE id = ${target.id}::uuid FOR UPDATE`;
  if (!locked || locked.syncedAt > now) return;
  const before = await tx.statement.findMany({
    where: { targetId: target.id },
    select: { document: true, firstSeenAt: true },
  });
  const grants = await tx.grant.findMany({
    where: { functionId: target.functionId, qualifier: target.qualifier },
    select: { id: true, statementId: true },
  });
  const known = {
    firstSeenAt: new Map(before.map((row) => [statementIdentity(row.document), row.firstSeenAt])),
    grantBySid: new Map(grants.map((grant) => [grant.statementId, grant.id])),
  };
  const rows = statementRows(target.id, target.owner, live.policy, known, now);
  await tx.statement.deleteMany({ where: { targetId: target.id } });
  await tx.statement.createMany({ data: rows.statements });
  await tx.statementPrincipal.createMany({ data: rows.principals });
  await tx.target.update({
    where: { id: target.id },
    data: {
      policy: live.policy,
      revisionId: live.revisionId,
      policyBytes: rows.bytes,
      exposure: rows.exposure,
      syncedAt: now,
    },
  });
}

/** Brings a function's own exposure up to date with its targets'. */
export async function updateExposure(tx: Transaction, functionId: string): Promise<void> {
  const targets = await tx.target.findMany({ where: { functionId }, select: { exposure: true } });
  await tx.function.update({
    where: { id: functionId },
    data: { exposure: widest(targets.map((target) => target.exposure)) },
  });
}

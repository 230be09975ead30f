import { randomUUID } from "node:crypto";
import type { Transaction } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { isReadable, readPolicy } from "@/lib/lambda/policy";
import { statementReach, widest } from "@/lib/lambda/reach";
import { sameStatement } from "@/lib/lambda/statement";
import type { PolicyDocument } from "@/lib/lambda/types";
import { statementIdentity, statementRows, type Place } from "./statement-rows";

/** A policy as GetPolicy returned it; null when there is none. */
export interface LivePolicy {
  policy: string | null;
  revisionId: string | null;
}

interface Kept {
  id: string;
  ordinal: number;
  grantId: string | null;
  firstSeenAt: Date;
}

/** What is known of the target's statements, by what they are recognised by; each is given out once. */
async function findKept(tx: Transaction, targetId: string): Promise<Map<string, Kept[]>> {
  const live = await tx.statement.findMany({
    where: { targetId, goneAt: null },
    select: { id: true, document: true, ordinal: true, grantId: true, firstSeenAt: true },
    orderBy: { ordinal: "asc" },
  });
  const kept = new Map<string, Kept[]>();
  for (const { document, ...row } of live) {
    const key = statementIdentity(document);
    kept.set(key, [...(kept.get(key) ?? []), row]);
  }
  return kept;
}

/** Ends statements, and their rows in the index, that were no longer there. */
async function endStatements(tx: Transaction, ids: string[], goneAt: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.statement.updateMany({ where: { id: { in: ids } }, data: { goneAt } });
  await tx.statementPrincipal.updateMany({ where: { statementId: { in: ids } }, data: { goneAt } });
}

/**
 * Grants that answer for the statement of their ID: while they are not over, and after it for one that was written
 * here, so that it is noticed should it be back. What was accepted to stand is nobody's; and so is somebody else's ID.
 */
const answering = {
  OR: [{ state: { notIn: ["revoked", "expired"] } }, { origin: "written", drift: null }],
} satisfies Prisma.GrantWhereInput;

/**
 * Which statements are grants', by ordinal: those of their IDs. Of several of one ID (a document put whole may hold them)
 * it is the one that says what was granted, so that another does not hide behind the grant.
 */
function grantsOf(
  { statements }: PolicyDocument,
  grants: { id: string; statementId: string; statement: string | null }[],
): Map<number, string> {
  const found = new Map<number, string>();
  for (const { id, statementId, statement } of grants) {
    const alike = statements.filter(({ sid }) => sid === statementId);
    const same = alike.find(({ document }) => statement !== null && sameStatement(document, statement));
    const one = same ?? alike[0];
    if (one) found.set(one.ordinal, id);
  }
  return found;
}

/** Whether no statement takes away what another gives: then an Allow is the answer to whom it names. */
export function givesOnly(document: PolicyDocument): boolean {
  return document.statements.every((one) => isReadable(one) && one.effect === "Allow");
}

async function replaceStatements(
  tx: Transaction,
  place: Place,
  document: PolicyDocument,
  now: Date,
): Promise<void> {
  const { functionId, targetId, qualifier } = place;
  const kept = await findKept(tx, targetId);
  const grants = await tx.grant.findMany({
    where: { functionId, qualifier, ...answering },
    select: { id: true, statementId: true, statement: true },
  });
  const grantOf = grantsOf(document, grants);
  const alone = givesOnly(document);
  const fresh: ReturnType<typeof statementRows>[] = [];
  for (const statement of document.statements) {
    const before = kept.get(statementIdentity(statement.document))?.shift();
    const grantId = grantOf.get(statement.ordinal);
    const id = before?.id ?? randomUUID();
    const rows = statementRows(id, place, statement, {
      alone,
      firstSeenAt: before?.firstSeenAt ?? now,
      grantId,
    });
    if (!before) fresh.push(rows);
    else {
      const { ordinal } = statement;
      const decided = rows.principals[0]?.decided ?? false; // one answer for all of a statement
      await tx.statementPrincipal.updateMany({ where: { statementId: id }, data: { ordinal, decided } });
      if (before.ordinal !== ordinal || before.grantId !== (grantId ?? null))
        await tx.statement.update({ where: { id }, data: { ordinal, grantId: grantId ?? null } });
    }
  }
  await endStatements(
    tx,
    [...kept.values()].flat().map(({ id }) => id),
    now,
  );
  await tx.statement.createMany({ data: fresh.map((rows) => rows.statement) });
  await tx.statementPrincipal.createMany({ data: fresh.flatMap((rows) => rows.principals) });
}

/** @param lastSeenAt when what stood until now was last read */
async function snapshot(
  tx: Transaction,
  targetId: string,
  { policy, revisionId }: LivePolicy,
  { now, lastSeenAt }: { now: Date; lastSeenAt: Date },
): Promise<void> {
  const last = await tx.policySnapshot.findFirst({ where: { targetId, goneAt: null } });
  if (last?.policy === policy) return;
  if (last) await tx.policySnapshot.update({ where: { id: last.id }, data: { goneAt: now, lastSeenAt } });
  if (policy !== null)
    await tx.policySnapshot.create({ data: { targetId, policy, revisionId, seenAt: now } });
}

/**
 * Puts a target's policy, as just read, in the place of what was known of it. Statements that stay keep their age;
 * those with a grant's statement ID are marked as the grant's; those that went are ended, and the policy they stood
 * in is kept. Nothing when something newer is known.
 * @param now when the policy was read
 */
export async function ingestPolicy(
  tx: Transaction,
  place: Place,
  live: LivePolicy,
  now: Date,
): Promise<void> {
  const { targetId: id, owner } = place;
  // One at a time a target; and what was read before somebody's write does not come back over it.
  const [locked] = await tx.$queryRaw<
    { syncedAt: Date }[]
  >`SELECT "syncedAt" FROM "Target" WHERE id = ${id}::uuid FOR UPDATE`;
  if (!locked || locked.syncedAt > now) return;
  const document = readPolicy(live.policy);
  await replaceStatements(tx, place, document, now);
  await snapshot(tx, id, live, { now, lastSeenAt: locked.syncedAt });
  const { policy, revisionId } = live;
  const exposure = widest(
    document.statements.filter(isReadable).map((one) => statementReach(one, owner).exposure),
  );
  await tx.target.update({
    where: { id },
    data: { policy, revisionId, policyBytes: document.bytes, exposure, syncedAt: now },
  });
}

/** Ends targets that were no longer there, with what their policies held. */
export async function endTargets(tx: Transaction, targetIds: string[], now: Date): Promise<void> {
  if (targetIds.length === 0) return;
  const where = { targetId: { in: targetIds }, goneAt: null };
  await tx.statement.updateMany({ where, data: { goneAt: now } });
  await tx.statementPrincipal.updateMany({ where, data: { goneAt: now } });
  await tx.$executeRaw`
    UPDATE "PolicySnapshot" s SET "goneAt" = ${now}, "lastSeenAt" = t."syncedAt" FROM "Target" t
    WHERE t.id = s."targetId" AND s."goneAt" IS NULL AND t.id = ANY(${targetIds}::uuid[])`;
  await tx.target.updateMany({
    where: { id: { in: targetIds } },
    data: { goneAt: now, policy: null, revisionId: null, policyBytes: 0, exposure: "private" },
  });
}

/**
 * Ends functions that AWS no longer has, with all of their targets.
 * @param now when they were looked for: one that was read since is there
 */
export async function endFunctions(tx: Transaction, functionIds: string[], now: Date): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "Function" WHERE id = ANY(${functionIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const gone = await tx.function.findMany({
    where: { id: { in: functionIds }, syncedAt: { lte: now } },
    select: { id: true, targets: { select: { id: true } } },
  });
  const ids = gone.map(({ id }) => id);
  await endTargets(
    tx,
    gone.flatMap(({ targets }) => targets.map(({ id }) => id)),
    now,
  );
  await tx.finding.deleteMany({ where: { functionId: { in: ids } } });
  await tx.function.updateMany({ where: { id: { in: ids } }, data: { goneAt: now } });
}

/** Brings a function's own exposure up to date with its targets'. */
export async function updateExposure(tx: Transaction, functionId: string): Promise<void> {
  const targets = await tx.target.findMany({
    where: { functionId, goneAt: null },
    select: { exposure: true },
  });
  await tx.function.update({
    where: { id: functionId },
    data: { exposure: widest(targets.map((target) => target.exposure)) },
  });
}

import type { Transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { canonical } from "@/lib/lambda/canonical";
import type { Ingested } from "./ingest";
import { resolveOwners, type Override } from "./owners";
import type { FunctionRead } from "./read-function";

const select = {
  ...{ id: true, arn: true, description: true, runtime: true, lastModified: true, tags: true, owners: true },
  ...{ ownerSource: true, aliases: true, listed: true, goneAt: true, syncedAt: true },
};

/**
 * The rows of functions, by ARN, locked: whoever changes a function or its targets locks the function first, several
 * in the order of their IDs, so that nobody waits in a circle.
 */
export async function lockFunctions(tx: Transaction, reads: FunctionRead[]) {
  const arns = reads.map(({ arn }) => arn);
  await tx.$queryRaw`SELECT id FROM "Function" WHERE arn = ANY(${arns}) ORDER BY id FOR NO KEY UPDATE`;
  const rows = await tx.function.findMany({ where: { arn: { in: arns } }, select });
  return new Map(rows.map((row) => [row.arn, row]));
}
export type KnownFunctions = Awaited<ReturnType<typeof lockFunctions>>;

/** What is kept of a function itself. */
function columnsOf(read: FunctionRead, overrides: Override[]) {
  const { description, runtime, lastModified, tags, listed, targets } = read;
  const { owners, source } = resolveOwners(read, overrides, env().XACCOUNT_OWNER_TAG);
  const aliases = targets.filter(({ kind }) => kind === "alias").map(({ qualifier }) => qualifier);
  const base = { description, runtime, lastModified, tags, listed, aliases };
  return { ...base, owners, ownerSource: source, goneAt: null };
}

function isSame(columns: ReturnType<typeof columnsOf>, row: object): boolean {
  const text = (value: object) => canonical(JSON.parse(JSON.stringify(value)));
  const before = Object.fromEntries(Object.entries(row).filter(([name]) => name in columns));
  return text(before) === text(columns);
}

/** What administrators said of owners, as far as it can be about functions that were read. */
const findOverrides = (tx: Transaction, reads: FunctionRead[]) =>
  tx.ownerOverride.findMany({
    where: { OR: [{ accountId: null }, { accountId: { in: reads.map(({ accountId }) => accountId) } }] },
  });

/**
 * Makes the rows of functions that are new; those that somebody else, an event or a sync, made meanwhile are added to
 * those that are known.
 * @returns the IDs of those made, by ARN
 */
export async function makeFunctions(
  tx: Transaction,
  reads: FunctionRead[],
  known: KnownFunctions,
): Promise<Map<string, string>> {
  const fresh = reads.filter(({ arn }) => !known.has(arn)).toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  if (fresh.length === 0) return new Map();
  const overrides = await findOverrides(tx, fresh);
  const data = fresh.map((read) => {
    const { arn, accountId, region, name, readAt } = read;
    const columns = columnsOf(read, overrides);
    return { arn, accountId, region, name, ...columns, firstSeenAt: readAt, syncedAt: readAt };
  });
  const select = { id: true, arn: true };
  const rows = await tx.function.createManyAndReturn({ data, select, skipDuplicates: true });
  const made = new Map(rows.map(({ id, arn }) => [arn, id]));
  const others = fresh.filter(({ arn }) => !made.has(arn));
  if (others.length > 0) for (const [arn, row] of await lockFunctions(tx, others)) known.set(arn, row);
  return made;
}

/** Changes the rows of functions that differ. @returns their IDs by ARN, of those that do not, too */
export async function changeFunctions(
  tx: Transaction,
  reads: FunctionRead[],
  known: KnownFunctions,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  if (!reads.some(({ arn }) => known.has(arn))) return ids;
  const overrides = await findOverrides(tx, reads);
  for (const read of reads) {
    const row = known.get(read.arn);
    if (!row) continue;
    const columns = columnsOf(read, overrides);
    ids.set(read.arn, row.id);
    if (!isSame(columns, row)) await tx.function.update({ where: { id: row.id }, data: columns });
  }
  return ids;
}

/**
 * Keeps when functions were read, by which sync they were found, and the widest exposure of their targets.
 * @param passed functions that were found and not changed
 */
export async function touchFunctions(
  tx: Transaction,
  ingested: Ingested[],
  { syncId = null, passed = [] }: { syncId?: string | null; passed?: string[] },
): Promise<void> {
  const ids = ingested.map(({ id }) => id);
  const ats = ingested.map(({ read }) => read.readAt.toISOString());
  await tx.$executeRaw`
    UPDATE "Function" f SET "syncedAt" = v.at, "lastSyncId" = coalesce(${syncId}::uuid, f."lastSyncId"),
      exposure = coalesce((SELECT max(t.exposure) FROM "Target" t
                           WHERE t."functionId" = f.id AND t."goneAt" IS NULL), 'private')
    FROM unnest(${ids}::uuid[], ${ats}::timestamptz[]) AS v(id, at) WHERE f.id = v.id`;
  if (syncId && passed.length > 0)
    await tx.function.updateMany({ where: { id: { in: passed } }, data: { lastSyncId: syncId } });
}

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

/** Makes the rows of functions that are new, and changes those that differ. @returns their IDs by ARN */
export async function writeFunctions(
  tx: Transaction,
  reads: FunctionRead[],
  known: KnownFunctions,
): Promise<Map<string, string>> {
  const accounts = [...new Set(reads.map(({ accountId }) => accountId))];
  const overrides = await tx.ownerOverride.findMany({
    where: { OR: [{ accountId: null }, { accountId: { in: accounts } }] },
  });
  const ids = new Map<string, string>();
  const fresh = [];
  for (const read of reads) {
    const row = known.get(read.arn);
    const columns = columnsOf(read, overrides);
    const { arn, accountId, region, name, readAt } = read;
    if (!row) fresh.push({ arn, accountId, region, name, ...columns, firstSeenAt: readAt, syncedAt: readAt });
    else {
      ids.set(arn, row.id);
      if (!isSame(columns, row)) await tx.function.update({ where: { id: row.id }, data: columns });
    }
  }
  if (fresh.length === 0) return ids;
  const made = await tx.function.createManyAndReturn({ data: fresh, select: { id: true, arn: true } });
  for (const { id, arn } of made) ids.set(arn, id);
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

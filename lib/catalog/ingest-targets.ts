import type { Transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { canonical } from "@/lib/lambda/canonical";
import type { Ingested } from "./ingest";
import { writeFresh, type Fresh } from "./ingest-fresh";
import { endTargets, ingestPolicy } from "./ingest-policy";
import type { TargetRead } from "./read-function";
import type { StandingFunction } from "./update-findings";

async function findTargets(tx: Transaction, functionIds: string[]) {
  const rows = await tx.target.findMany({
    where: { functionId: { in: functionIds } },
    select: {
      ...{ id: true, functionId: true, qualifier: true, kind: true, version: true, routing: true },
      ...{ description: true, policy: true, revisionId: true, goneAt: true, syncedAt: true },
    },
  });
  return new Map(rows.map((row) => [`${row.functionId} ${row.qualifier}`, row]));
}
type Row = Awaited<ReturnType<typeof findTargets>> extends Map<string, infer R> ? R : never;

const columnsOf = ({ kind, version, routing, description }: TargetRead) => ({
  ...{ kind, version, description, goneAt: null },
  routing: routing ?? Prisma.DbNull,
});

const isSame = (read: TargetRead, row: Row) =>
  row.goneAt === null &&
  row.kind === read.kind &&
  row.version === read.version &&
  row.description === read.description &&
  canonical(row.routing) === canonical(read.routing);

/** What is to be done to targets so that they are as read; `touched` were read and are the same. */
interface Plan {
  fresh: Fresh[];
  touched: { id: string; at: Date }[];
  gone: { id: string; at: Date }[];
}

/** Brings one target that is known up to date. @returns its policy, as the newest reading of it had it */
async function update(tx: Transaction, fn: Ingested, read: TargetRead, row: Row, plan: Plan) {
  const { id, qualifier } = row;
  const now = fn.read.readAt;
  if (!isSame(read, row)) await tx.target.update({ where: { id }, data: columnsOf(read) });
  if (row.syncedAt > now && !row.goneAt) return row.policy;
  // The same text reads the same: only what changed is written again.
  if (row.policy === read.policy && row.revisionId === read.revisionId) plan.touched.push({ id, at: now });
  else await ingestPolicy(tx, { functionId: fn.id, targetId: id, qualifier, owner: fn.owner }, read, now);
  return read.policy;
}

/**
 * Brings the targets of functions up to date: new ones all at once, those whose policy changed one by one, the rest
 * by that they were read.
 * @returns what stands, for what is to be found in it
 */
export async function writeTargets(tx: Transaction, functions: Ingested[]): Promise<StandingFunction[]> {
  const known = await findTargets(
    tx,
    functions.map(({ id }) => id),
  );
  const plan: Plan = { fresh: [], touched: [], gone: [] };
  const standing: StandingFunction[] = [];
  for (const fn of functions) {
    const targets = [];
    for (const read of fn.read.targets) {
      const row = known.get(`${fn.id} ${read.qualifier}`);
      known.delete(`${fn.id} ${read.qualifier}`);
      if (!row) plan.fresh.push({ ...fn, target: read, columns: columnsOf(read) });
      targets.push({ ...read, policy: row ? await update(tx, fn, read, row, plan) : read.policy });
    }
    for (const row of known.values()) {
      if (row.functionId !== fn.id || row.goneAt) continue;
      // One that was read after this reading began is there: it was made, or made again, meanwhile.
      if (row.syncedAt > fn.read.readAt) targets.push(row);
      else plan.gone.push({ id: row.id, at: fn.read.readAt });
    }
    standing.push({ id: fn.id, owner: fn.owner, at: fn.read.readAt, targets });
  }
  await writeFresh(tx, plan.fresh);
  for (const { id, at } of plan.gone) await endTargets(tx, [id], at);
  await touch(tx, plan.touched);
  return standing;
}

async function touch(tx: Transaction, targets: Plan["touched"]): Promise<void> {
  if (targets.length === 0) return;
  const ids = targets.map(({ id }) => id);
  const ats = targets.map(({ at }) => at.toISOString());
  await tx.$executeRaw`
    UPDATE "Target" t SET "syncedAt" = v.at FROM unnest(${ids}::uuid[], ${ats}::timestamptz[]) AS v(id, at)
    WHERE t.id = v.id AND t."syncedAt" < v.at`;
}

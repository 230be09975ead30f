import type { FunctionConfiguration, RegionClient } from "@/lib/aws/region-client";
import { connectedUrl, db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { isFree, withLock } from "@/lib/db/lock";
import { unaudited } from "@/lib/db/unaudited";
import { toFailure } from "@/lib/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import { clientFor } from "./accounts";
import { ingest } from "./ingest";
import { endFunctions } from "./ingest-policy";
import { readFunction } from "./read-function";

interface Part {
  syncId: string;
  accountId: string;
  region: string;
}

/** Functions read at the same time: enough to keep the slowest quota busy. */
const width = 8;

async function listAll(client: RegionClient): Promise<FunctionConfiguration[][]> {
  const byName = new Map<string, FunctionConfiguration[]>();
  for await (const version of client.listVersions()) {
    const name = version.FunctionName ?? "";
    byName.set(name, [...(byName.get(name) ?? []), version]);
  }
  return [...byName.values()];
}

async function inTurns<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of left) await work(item);
    }),
  );
}

async function readAll(part: Part): Promise<{ calls: number; throttles: number }> {
  const { syncId, accountId, region } = part;
  const cost = { calls: 0, throttles: 0 };
  const onTry = ({ throttled }: { throttled: boolean }) => {
    cost.calls += 1;
    if (throttled) cost.throttles += 1;
  };
  const client = await clientFor(accountId, region, { urgent: false, onTry });
  const startedAt = new Date();
  const functions = await listAll(client);
  const where = { syncId_accountId_region: { syncId, accountId, region } };
  await unaudited("sync.progress", (tx) =>
    tx.syncPart.update({ where, data: { functionsTotal: functions.length, functionsDone: 0 } }),
  );
  await inTurns(functions, async (versions) => {
    const read = await readFunction(client, accountId, versions);
    await unaudited("catalog.read", async (tx) => {
      if (read) await ingest(tx, read);
      await tx.syncPart.update({ where, data: { functionsDone: { increment: 1 }, ...cost } });
    });
  });
  const gone = { accountId, region, goneAt: null, syncedAt: { lt: startedAt } };
  await unaudited("catalog.read", (tx) => endFunctions(tx, gone, startedAt));
  return cost;
}

/**
 * The job of one part of a sync: reads every function of an account and region. A part that fails says why on the
 * accounts page and holds up no other; what it had read stays.
 */
export function syncPart(part: Part): Promise<void> {
  return withLock(connectedUrl(), lockOf(part), () => readPart(part));
}

const lockOf = ({ syncId, accountId, region }: Part) => `sync ${syncId} ${accountId} ${region}`;

/**
 * Puts parts of syncs that nobody is at any more back into the queue: their process died. Runs at start and each
 * minute. @returns how many
 */
export async function resumeSyncs(): Promise<number> {
  const open = await db().syncPart.findMany({
    where: { state: "running", sync: { finishedAt: null } },
    select: { syncId: true, accountId: true, region: true },
  });
  let resumed = 0;
  for (const part of open) {
    if (!(await isFree(connectedUrl(), lockOf(part)))) continue;
    await unaudited("sync.progress", (tx) => enqueue(tx, "sync_part", part, lockOf(part)));
    resumed += 1;
  }
  return resumed;
}

async function readPart(part: Part): Promise<void> {
  const { syncId, accountId, region } = part;
  const where = { syncId_accountId_region: { syncId, accountId, region } };
  const row = await db().syncPart.findUnique({ where, select: { state: true } });
  if (!row || row.state === "done" || row.state === "failed") return; // delivered twice
  await unaudited("sync.progress", (tx) =>
    tx.syncPart.update({ where, data: { state: "running", startedAt: new Date() } }),
  );
  const regionRow = { accountId_region: { accountId, region } };
  try {
    const cost = await readAll(part);
    await unaudited("sync.progress", async (tx) => {
      await enqueue(tx, "reconcile", {}, "reconcile");
      await tx.syncPart.update({ where, data: { state: "done", finishedAt: new Date(), ...cost } });
      await tx.accountRegion.update({
        where: regionRow,
        data: { syncedAt: new Date(), failure: Prisma.DbNull, failedAt: null, throttles: cost.throttles },
      });
    });
  } catch (error) {
    const failure = { ...toFailure(error) };
    await unaudited("sync.progress", async (tx) => {
      await tx.syncPart.update({ where, data: { state: "failed", finishedAt: new Date(), failure } });
      await tx.accountRegion.update({ where: regionRow, data: { failure, failedAt: new Date() } });
    });
  }
  await finishSync(syncId);
}

/** A sync is done when its last part is. */
async function finishSync(syncId: string): Promise<void> {
  await unaudited("sync.progress", async (tx) => {
    const open = await tx.syncPart.count({ where: { syncId, state: { in: ["waiting", "running"] } } });
    if (open > 0) return;
    const failed = await tx.syncPart.count({ where: { syncId, state: "failed" } });
    await tx.sync.updateMany({
      where: { id: syncId, finishedAt: null },
      data: { state: failed > 0 ? "failed" : "done", finishedAt: new Date() },
    });
  });
}

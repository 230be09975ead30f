import { db, type Transaction } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { open } from "./part";

/**
 * Ends a sync when its last part has ended, in the transaction that ends that part: a sync whose parts are all over and
 * that is not would be shown as under way for ever. One part at a time, so that of two that end together the second sees the first.
 */
export async function finishSync(tx: Transaction, syncId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "Sync" WHERE id = ${syncId}::uuid FOR NO KEY UPDATE`;
  if ((await tx.syncPart.count({ where: { syncId, ...open } })) > 0) return;
  const failed = await tx.syncPart.count({ where: { syncId, state: "failed" } });
  await tx.sync.updateMany({
    where: { id: syncId, finishedAt: null },
    data: { state: failed > 0 ? "failed" : "done", finishedAt: new Date() },
  });
}

/** Ends syncs that are left open with no part to go on with, by whatever was broken off. */
export async function finishLeft(): Promise<void> {
  const left = await db().sync.findMany({
    where: { finishedAt: null, parts: { none: open } },
    select: { id: true },
  });
  for (const { id } of left) await unaudited("sync.progress", (tx) => finishSync(tx, id));
}

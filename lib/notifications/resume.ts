import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { enqueueDelivery } from "./enqueue-delivery";

/**
 * Puts what is still to be sent on back into the queue, where no waiting job will take it: its job was held by a
 * process that died, or is gone. Runs at start and each minute.
 * @returns how many
 */
export async function resumeDeliveries(): Promise<number> {
  const stranded = await db().$queryRaw<{ key: string; level: string; createdAt: Date }[]>`
    SELECT n.key, n.level, n."createdAt" FROM "Notification" n
    WHERE n."settledAt" IS NULL AND NOT EXISTS (
      SELECT 1 FROM graphile_worker.jobs j
      WHERE j.key = 'deliver ' || n.key AND j.locked_at IS NULL AND j.attempts < j.max_attempts)
    ORDER BY n."createdAt" LIMIT 500`;
  if (stranded.length === 0) return 0;
  await unaudited("notification.sent", async (tx) => {
    for (const one of stranded) await enqueueDelivery(tx, one, one.createdAt);
  });
  return stranded.length;
}

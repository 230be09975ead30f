import { connectedUrl, db } from "@/lib/db/client";
import { isFree } from "@/lib/db/lock";
import { unaudited } from "@/lib/db/unaudited";
import { enqueue } from "@/lib/jobs/enqueue";
import { finishLeft } from "./finish";
import { lockOf, type Part } from "./part";

/**
 * Puts parts of syncs back into the queue that nobody is at and no waiting job will take: their process died. Runs at
 * start and each minute. A sync that is open and has no part left to do is ended. @returns how many
 */
export async function resumeSyncs(): Promise<number> {
  const stranded = await db().$queryRaw<Part[]>`
    SELECT p."syncId", p."accountId", p.region FROM "SyncPart" p JOIN "Sync" s ON s.id = p."syncId"
    WHERE s."finishedAt" IS NULL AND p.state IN ('waiting', 'running') AND NOT EXISTS (
      SELECT 1 FROM graphile_worker.jobs j
      WHERE j.key = 'sync ' || p."syncId" || ' ' || p."accountId" || ' ' || p.region
        AND j.locked_at IS NULL AND j.attempts < j.max_attempts)`;
  let resumed = 0;
  for (const part of stranded) {
    if (!(await isFree(connectedUrl(), lockOf(part)))) continue;
    await unaudited("sync.progress", (tx) => enqueue(tx, "sync_part", part, lockOf(part)));
    resumed += 1;
  }
  await finishLeft();
  return resumed;
}

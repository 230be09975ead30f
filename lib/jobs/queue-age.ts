import { db } from "@/lib/db/client";

/**
 * How many jobs are due that nobody is at, and for how long the oldest has been, in seconds. What a process has held for
 * longer than any step takes was left by one that died, and is due since it was; a part of a sync takes as long as it
 * takes, and the others wait for its place: whether the sync gets on is looked at by itself (lib/health.ts).
 */
export async function queueAge(): Promise<{ due: number; oldestSeconds: number }> {
  const rows = await db().$queryRaw<{ due: bigint; oldest: number | null }[]>`
    WITH open AS (
      SELECT run_at, task_identifier = 'sync_part' AS "isPart",
        locked_at IS NOT NULL AND (task_identifier = 'sync_part' OR locked_at > now() - interval '30 minutes') AS "isRunning"
      FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts)
    SELECT count(*) AS due, extract(epoch FROM now() - min(run_at))::float AS oldest
    FROM open WHERE NOT "isRunning"
      AND NOT ("isPart" AND EXISTS (SELECT 1 FROM open WHERE "isPart" AND "isRunning"))`;
  return { due: Number(rows[0]?.due ?? 0), oldestSeconds: Math.max(0, Math.round(rows[0]?.oldest ?? 0)) };
}

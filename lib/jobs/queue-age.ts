import { db } from "@/lib/db/client";

/**
 * How many jobs are due, and for how long the oldest has been, in seconds. A part of a sync that somebody is at is not: it
 * may take hours, and whether it gets on is looked at by itself.
 */
export async function queueAge(): Promise<{ due: number; oldestSeconds: number }> {
  const rows = await db().$queryRaw<{ due: bigint; oldest: number | null }[]>`
    SELECT count(*) AS due, extract(epoch FROM now() - min(run_at))::float AS oldest
    FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts
      AND NOT (task_identifier = 'sync_part' AND locked_at IS NOT NULL)`;
  return { due: Number(rows[0]?.due ?? 0), oldestSeconds: Math.max(0, Math.round(rows[0]?.oldest ?? 0)) };
}

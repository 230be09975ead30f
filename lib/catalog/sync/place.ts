import { db } from "@/lib/db/client";

/** Whether a part waits for a place, in whatever process. */
async function isOneWaiting(): Promise<boolean> {
  const rows = await db().$queryRaw<{ waits: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM graphile_worker.jobs
      WHERE task_identifier = 'sync_part' AND locked_at IS NULL AND run_at <= now()
        AND attempts < max_attempts) AS waits`;
  return rows[0]?.waits ?? false;
}

/**
 * Runs a part's work, and ends it each time its turn is over while another part waits for a place: a process has few, and
 * accounts that take for hours would keep all of them.
 * @param turnMs how long a turn is
 * @param work handed a signal that is aborted when its place is given to another
 */
export async function inPlace<T>(turnMs: number, work: (over: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const look = async () => {
    if (await isOneWaiting()) over.abort(new Error("Its place was given to a part that waited."));
  };
  // Where the database can't be asked, it is asked again after the next turn.
  const timer = setInterval(() => void look().catch(() => undefined), turnMs);
  try {
    return await work(over.signal);
  } finally {
    clearInterval(timer);
  }
}

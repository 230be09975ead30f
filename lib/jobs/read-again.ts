import { backoffSeconds } from "@/lib/backoff";
import { unaudited } from "@/lib/db/unaudited";
import { XaccountError } from "@/lib/errors";
import { logError } from "@/lib/log";
import { putBackJob, lastPriority, type Payloads } from "./enqueue";

type Reading = "read_function" | "find_function";

/** So often is tried to read what was told of, within half an hour. */
export const mostTries = 12;

/** Whether AWS, or another who reads, may let it be done a moment later. */
const mayPass = (error: unknown) =>
  !(error instanceof XaccountError) || ["Unreachable", "Throttled", "Internal"].includes(error.code);

/**
 * Runs the job that reads what something told of; when that fails, puts it back for later and later, half of it by chance.
 * It ends there where it is refused, or failed too often: what counts is the sync, which reads each function that was told
 * of and was not read since, and whose account says on its page why it can't be read.
 */
export async function readOrTryAgain<T extends Reading>(
  task: T,
  payload: Payloads[T],
  key: string,
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    const tries = (payload.tries ?? 0) + 1;
    if (!mayPass(error) || tries >= mostTries) {
      logError(`What was told of is left to the next sync, after ${tries} tries`, error);
      return;
    }
    const runAt = new Date(Date.now() + backoffSeconds(tries) * 1000);
    await unaudited("catalog.read", (tx) =>
      putBackJob(tx, task, { ...payload, tries }, key, { runAt, priority: lastPriority }),
    );
  }
}

/** For so long, in minutes, a reading may take that waits for its turn behind a sync. */
const longest = 15;

/**
 * Frees readings that a process that died held: the queue itself would keep them for hours.
 * @returns how many
 */
export async function freeReadings(): Promise<number> {
  return unaudited("catalog.read", async (tx) => {
    const held = await tx.$queryRaw<{ worker: string }[]>`
      SELECT locked_by AS worker FROM graphile_worker.jobs
      WHERE task_identifier IN ('read_function', 'find_function')
        AND locked_at < now() - make_interval(mins => ${longest}::int)`;
    if (held.length === 0) return 0;
    const workers = held.map(({ worker }) => worker);
    // Whoever is at one after all does no harm: to read twice comes to the same.
    await tx.$executeRaw`SELECT graphile_worker.force_unlock_workers(${workers}::text[])`;
    return held.length;
  });
}

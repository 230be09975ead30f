import { run, type Runner, type TaskList } from "graphile-worker";
import { logError } from "@/lib/log";

/**
 * Starts this process's worker. Jobs that a stopped worker held are taken up again.
 * @param tasks what to do by task name, composed above (lib/tasks.ts)
 * @param crontab graphile-worker's crontab text
 */
export async function startWorker(url: string, tasks: TaskList, crontab: string): Promise<Runner> {
  const runner = await run({
    connectionString: url,
    taskList: tasks,
    crontab,
    concurrency: 16,
    maxPoolSize: 20,
    pollInterval: 1000,
    noHandleSignals: true,
    // Batched, so that a worker that stops waits until what it finished is written down.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  runner.promise.catch((error: unknown) => logError("The worker stopped", error));
  return runner;
}

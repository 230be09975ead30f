import { setTimeout as pause } from "node:timers/promises";
import { run, type Runner, type TaskList } from "graphile-worker";
import { logError } from "@/lib/log";

/** This process's worker. */
export interface Worker {
  /** Begins nothing new, and resolves when what runs is finished and written down. */
  stop: () => Promise<void>;
}

async function begin(url: string, taskList: TaskList, crontab: string): Promise<Runner> {
  const runner = await run({
    connectionString: url,
    ...{ taskList, crontab },
    concurrency: 16,
    maxPoolSize: 20,
    pollInterval: 1000,
    noHandleSignals: true,
    // Batched, so that a worker that stops waits until what it finished is written down.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  await runner.addJob("resume", {}, { jobKey: "resume" });
  return runner;
}

/**
 * Starts this process's worker. What a process that died had begun is gone on with at start; and when the database was
 * lost, which ends a worker, another one begins as soon as it is there again.
 * @param tasks what to do by task name, composed above (lib/tasks.ts)
 * @param crontab graphile-worker's crontab text
 */
export async function startWorker(url: string, tasks: TaskList, crontab: string): Promise<Worker> {
  let stopping = false;
  let runner = await begin(url, tasks, crontab);
  const again = async () => {
    while (!stopping) {
      try {
        runner = await begin(url, tasks, crontab);
        return;
      } catch (error) {
        logError("The worker could not begin again yet", error);
        await pause(1000);
      }
    }
  };
  const keep = async () => {
    while (!stopping) {
      await runner.promise.catch((error: unknown) => logError("The worker ended, and begins again", error));
      await again();
    }
  };
  const kept = keep();
  return {
    async stop() {
      stopping = true;
      await runner.stop().catch(() => undefined); // it had ended
      await kept;
    },
  };
}

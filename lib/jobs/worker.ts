import { setTimeout as pause } from "node:timers/promises";
import { run, type Runner, type TaskList } from "graphile-worker";
import { logError } from "@/lib/log";
import { firstPriority, type Task } from "./enqueue";

/** This process's worker. */
export interface Worker {
  /** Begins nothing new, and resolves when what runs is finished and written down. */
  stop: () => Promise<void>;
}

/**
 * Tasks that wait for servers of others, or for their turn with AWS for minutes. They have places of their own, so that
 * none waits for another kind: what gives access never holds up what ends it, in an account that does not answer either.
 */
const apart: { of: Task[]; concurrency: number }[] = [
  { of: ["apply_grant"], concurrency: 12 },
  { of: ["revoke_grant"], concurrency: 12 },
  { of: ["apply_patiently"], concurrency: 8 },
  { of: ["revoke_patiently"], concurrency: 8 },
  { of: ["deliver_notification"], concurrency: 4 },
  { of: ["sync_part"], concurrency: 20 },
  { of: ["read_function", "find_function"], concurrency: 8 },
];

/** Places of what is left: each minute's tasks, one of each at a time, and ends of access, which the database alone makes. */
const commonPlaces = 8;

/** What is added at start: what a process that died had begun, and what was due while none ran. */
const atStart: Task[] = ["resume", "remind"];

interface Share {
  taskList: TaskList;
  crontab: string;
  concurrency: number;
  atStart: Task[];
}

async function begin(url: string, { taskList, crontab, concurrency, atStart }: Share): Promise<Runner> {
  const runner = await run({
    connectionString: url,
    ...{ taskList, concurrency },
    ...(crontab ? { crontab } : { parsedCronItems: [] }),
    maxPoolSize: concurrency + 4,
    pollInterval: 1000,
    noHandleSignals: true,
    // What runs for long is told by its signal, and leaves the rest to the next worker; the others don't listen.
    gracefulShutdownAbortTimeout: 0,
    // Batched, so that a worker that stops waits until what it finished is written down.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  for (const task of atStart) await runner.addJob(task, {}, { jobKey: task, priority: firstPriority });
  return runner;
}

/** Keeps one share of the tasks running: when the database was lost, which ends it, it begins again. */
async function keepRunning(url: string, share: Share): Promise<Worker> {
  let stopping = false;
  let runner = await begin(url, share);
  const again = async () => {
    while (!stopping) {
      try {
        runner = await begin(url, share);
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

/**
 * Starts this process's worker. What a process that died had begun is gone on with at start; and when the database was
 * lost, which ends a worker, another one begins as soon as it is there again.
 * @param tasks what to do by task name, composed above (lib/tasks.ts)
 * @param crontab graphile-worker's crontab text
 */
export async function startWorker(url: string, tasks: TaskList, crontab: string): Promise<Worker> {
  const named = Object.entries(tasks);
  const isOf = (of: string[], name: string) => of.includes(name);
  const isApart = (name: string) => apart.some(({ of }) => isOf(of, name));
  const common = Object.fromEntries(named.filter(([name]) => !isApart(name)));
  const own = apart.map(({ of, concurrency }) => {
    const taskList = Object.fromEntries(named.filter(([name]) => isOf(of, name)));
    return keepRunning(url, { taskList, crontab: "", concurrency, atStart: [] });
  });
  const workers = await Promise.all([
    keepRunning(url, { taskList: common, crontab, concurrency: commonPlaces, atStart }),
    ...own,
  ]);
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

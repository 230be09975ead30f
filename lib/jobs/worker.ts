import { setTimeout as pause } from "node:timers/promises";
import { run, type JobHelpers, type Runner, type TaskList } from "graphile-worker";
import { backoffSeconds } from "@/lib/backoff";
import { unaudited } from "@/lib/db/unaudited";
import { logError } from "@/lib/log";
import { firstPriority, putBackJob, type Task } from "./enqueue";
import { shareOut, type Shares } from "./shares";

/** This process's worker. */
export interface Worker {
  /** Begins nothing new, and resolves when what runs is finished and written down. */
  stop: () => Promise<void>;
}

/**
 * Tasks that wait for servers of others, or for their turn with AWS for minutes. They have places of their own, so that
 * none waits for another kind: what gives access never holds up what ends it. `shared`: no account and region takes them
 * all, however many jobs of it are due, and however late it answers.
 */
const apart: { of: Task[]; concurrency: number; shared?: true }[] = [
  { of: ["apply_grant"], concurrency: 12, shared: true },
  { of: ["revoke_grant"], concurrency: 12, shared: true },
  { of: ["deliver_notification"], concurrency: 4 },
  { of: ["sync_part"], concurrency: 20 },
  { of: ["read_function", "find_function"], concurrency: 8, shared: true },
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
  shares: Shares | null;
}

/** Two to four seconds, by chance. */
const laterMs = () => backoffSeconds(3) * 1000;

/** Puts a job back that was taken with too many others of its account and region. */
async function later({ job }: JobHelpers): Promise<void> {
  const { task_identifier, payload, key, priority } = job;
  await unaudited("grant.attempted", (tx) =>
    // Of the queue's own making: a job of one of the tasks above, with what it was handed.
    putBackJob(
      tx,
      task_identifier as "revoke_grant",
      payload as { grantId: string },
      key ?? `job ${job.id}`,
      {
        runAt: new Date(Date.now() + laterMs()),
        priority,
      },
    ),
  );
}

/** The same tasks, each begun only where its account and region has a place. */
function inShares(taskList: TaskList, shares: Shares): TaskList {
  const wrap = ([name, task]: [string, TaskList[string]]): [string, TaskList[string]] => [
    name,
    async (payload, helpers) => {
      const [place] = Object.keys(helpers.job.flags ?? {});
      const end = place === undefined ? () => undefined : await shares.enter(place);
      if (!end) return later(helpers);
      try {
        await task?.(payload, helpers);
      } finally {
        end();
      }
    },
  ];
  return Object.fromEntries(Object.entries(taskList).map(wrap));
}

async function begin(
  url: string,
  { taskList, crontab, concurrency, atStart, shares }: Share,
): Promise<Runner> {
  const runner = await run({
    connectionString: url,
    ...(shares ? { taskList: inShares(taskList, shares), forbiddenFlags: shares.full } : { taskList }),
    concurrency,
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
  const own = apart.map(({ of, concurrency, shared }) => {
    const taskList = Object.fromEntries(named.filter(([name]) => isOf(of, name)));
    const shares = shared ? shareOut(concurrency) : null;
    return keepRunning(url, { taskList, crontab: "", concurrency, atStart: [], shares });
  });
  const workers = await Promise.all([
    keepRunning(url, { taskList: common, crontab, concurrency: commonPlaces, atStart, shares: null }),
    ...own,
  ]);
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

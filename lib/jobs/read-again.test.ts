import { randomUUID } from "node:crypto";
import { Logger, runOnce, type TaskList } from "graphile-worker";
import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { XaccountError, type ErrorCode } from "@/lib/errors";
import { withDatabase } from "@/tests/with-database";
import { enqueue } from "./enqueue";
import { freeReadings, mostTries, readOrTryAgain } from "./read-again";

const database = withDatabase();

interface Waiting {
  payload: { tries?: number };
  key: string;
  seconds: number;
  attempts: number;
}
const waiting = () => db().$queryRaw<Waiting[]>`
  SELECT j.payload, j.key, extract(epoch FROM v.run_at - now())::float AS seconds, v.attempts
  FROM graphile_worker._private_jobs j JOIN graphile_worker.jobs v USING (id) WHERE v.attempts < v.max_attempts`;

const work = (taskList: TaskList) =>
  runOnce({
    ...{ connectionString: database.url(), taskList, concurrency: 1, noHandleSignals: true },
    logger: new Logger(() => () => undefined),
  });

const fails = (code: ErrorCode) => () => Promise.reject(new XaccountError(code, "AWS did not answer."));

/** The job of a function, that meets this each time. @returns how many seconds it was put back for, each time */
async function tryAll(code: ErrorCode): Promise<number[]> {
  const functionId = randomUUID();
  await unaudited("catalog.read", (tx) => enqueue(tx, "read_function", { functionId }, `read ${functionId}`));
  const taskList: TaskList = {
    read_function: (payload) =>
      readOrTryAgain(
        "read_function",
        payload as { functionId: string; tries?: number },
        `read ${functionId}`,
        fails(code),
      ),
  };
  const waits: number[] = [];
  for (;;) {
    await work(taskList);
    const [job] = await waiting();
    if (!job) return waits;
    expect(job).toMatchObject({
      payload: { functionId, tries: waits.length + 1 },
      key: `read ${functionId}`,
    });
    waits.push(job.seconds);
    await unaudited(
      "catalog.read",
      (tx) => tx.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = now()`,
    );
  }
}

it("a reading that AWS keeps from being done is tried later and later, half of it by chance, and left to the sync", async () => {
  const waits = await tryAll("Unreachable");
  expect(waits).toHaveLength(mostTries - 1);
  for (const [index, seconds] of waits.entries()) {
    const whole = Math.min(300, 2 ** (index + 1) / 2);
    expect(seconds).toBeLessThanOrEqual(whole);
    expect(seconds).toBeGreaterThan(whole / 2 - 1); // the database took a moment
  }
});

it("one that is refused is left to the sync, whose account says why, at once", async () => {
  expect(await tryAll("Refused")).toEqual([]);
});

it("a reading that a process that died held is free again, and one that runs is left", async () => {
  const [dead, alive] = [randomUUID(), randomUUID()];
  await unaudited("catalog.read", async (tx) => {
    for (const functionId of [dead, alive])
      await enqueue(tx, "read_function", { functionId }, `read ${functionId}`);
    await tx.$executeRaw`
      UPDATE graphile_worker._private_jobs SET locked_by = 'worker ' || key,
        locked_at = now() - CASE WHEN key = ${`read ${dead}`} THEN interval '20 minutes' ELSE interval '1 minute' END`;
  });
  expect(await freeReadings()).toBe(1);
  const done: unknown[] = [];
  await work({ read_function: (payload) => void done.push(payload) });
  expect(done).toEqual([{ functionId: dead }]);
});

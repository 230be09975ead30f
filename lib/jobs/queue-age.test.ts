import { randomUUID } from "node:crypto";
import { runOnce } from "graphile-worker";
import { expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { withDatabase } from "@/tests/with-database";
import { enqueue } from "./enqueue";
import { queueAge } from "./queue-age";

const database = withDatabase();

/** Begins what is due, one at a time, and is at the first until it is released. */
async function begin(task: string) {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const done = runOnce({
    ...{ connectionString: database.url(), concurrency: 1, noHandleSignals: true },
    taskList: { [task]: () => released },
  });
  await vi.waitFor(async () => {
    expect(await db().$queryRaw`SELECT 1 FROM graphile_worker.jobs WHERE locked_at IS NOT NULL`).toHaveLength(
      1,
    );
  });
  return async () => {
    release();
    await done;
  };
}

const dueFor = (minutes: number) => new Date(Date.now() - minutes * 60_000);

it("what runs is not due, however long it takes; the other parts of a sync wait for it", async () => {
  expect(await queueAge()).toEqual({ due: 0, oldestSeconds: 0 });
  const part = { syncId: randomUUID(), accountId: "123456789012", region: "us-east-1" };
  const functionId = randomUUID();
  await unaudited("sync.progress", async (tx) => {
    await enqueue(tx, "sync_part", part, "one", dueFor(60));
    await enqueue(tx, "sync_part", part, "another", dueFor(50));
    await enqueue(tx, "read_function", { functionId }, "read", dueFor(10));
  });
  expect(await queueAge()).toMatchObject({ due: 3 });
  expect((await queueAge()).oldestSeconds).toBeGreaterThanOrEqual(3600);

  const end = await begin("sync_part");
  const { due, oldestSeconds } = await queueAge();
  expect(due).toBe(1); // the function that is to be read
  expect(oldestSeconds).toBeGreaterThanOrEqual(600);
  expect(oldestSeconds).toBeLessThan(1200);
  await end();
});

it("what a process has held for longer than a step takes is due", async () => {
  const end = await begin("read_function");
  expect(await queueAge()).toEqual({ due: 0, oldestSeconds: 0 });
  await unaudited(
    "sync.progress",
    (tx) =>
      tx.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '31 minutes'`,
  );
  expect(await queueAge()).toMatchObject({ due: 1 });
  await end();
  expect(await queueAge()).toEqual({ due: 0, oldestSeconds: 0 });
});

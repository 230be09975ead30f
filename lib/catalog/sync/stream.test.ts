import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { unaudited } from "@/lib/db/unaudited";
import { withDatabase } from "@/tests/with-database";
import { streamPictures } from "./stream";
import { watchSync } from "./watch";

withDatabase();
const place = { accountId: "123456789012", region: "us-east-1" };

afterEach(() => unaudited("sync.progress", (tx) => tx.sync.deleteMany()));

const makeSync = () =>
  unaudited("sync.progress", (tx) =>
    tx.sync.create({ data: { state: "running", parts: { create: [{ ...place, state: "running" }] } } }),
  );

/** Somebody who watches a sync: what they read, and whether the server is still at it. */
function watch(id: string, stopping: AbortSignal = new AbortController().signal) {
  const left = new AbortController();
  const seen = { isOver: false };
  const pictures = async function* () {
    try {
      yield* watchSync(id, AbortSignal.any([stopping, left.signal]));
    } finally {
      seen.isOver = true;
    }
  };
  const reader = streamPictures(pictures(), () => left.abort()).getReader();
  const read = async () => {
    const { value, done } = await reader.read();
    return done ? null : (JSON.parse(new TextDecoder().decode(value).replace("data: ", "")) as object);
  };
  return { seen, read, leave: () => reader.cancel() };
}

it("ends when whoever reads goes away, and begins with how far it is for who comes again", async () => {
  const { id } = await makeSync();
  const first = watch(id);
  expect(await first.read()).toMatchObject({ id, state: "running", done: 0 });
  const next = first.read();
  await first.leave();
  expect(await next).toBeNull();
  await vi.waitFor(() => expect(first.seen.isOver).toBe(true));
  await unaudited("sync.progress", (tx) =>
    tx.syncPart.updateMany({ where: { syncId: id }, data: { functionsDone: 7 } }),
  );
  const again = watch(id);
  expect(await again.read()).toMatchObject({ id, state: "running", done: 7 });
  const finishedAt = new Date();
  await unaudited("sync.progress", (tx) =>
    tx.sync.update({ where: { id }, data: { state: "done", finishedAt } }),
  );
  expect(await again.read()).toMatchObject({ id, state: "done" });
  expect(await again.read()).toBeNull();
});

it("is left at any moment without a word of an error", async () => {
  const logged = vi.spyOn(console, "error");
  const { id } = await makeSync();
  for (let milliseconds = 0; milliseconds < 10; milliseconds += 1) {
    const watcher = watch(id); // a picture is being read
    await pause(milliseconds);
    await watcher.leave();
    await vi.waitFor(() => expect(watcher.seen.isOver).toBe(true));
  }
  expect(logged).not.toHaveBeenCalled();
});

it("ends when the process stops", async () => {
  const { id } = await makeSync();
  const stopping = new AbortController();
  const { seen, read } = watch(id, stopping.signal);
  expect(await read()).toMatchObject({ id });
  const next = read();
  stopping.abort();
  expect(await next).toBeNull();
  expect(seen.isOver).toBe(true);
});

import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { unaudited } from "@/lib/db/unaudited";
import { withDatabase } from "@/tests/with-database";
import { findSync, pictureOf, type SyncPicture } from "../sync-progress";
import { watchSync } from "./watch";

withDatabase();
const place = { accountId: "123456789012", region: "us-east-1" };

afterEach(() => unaudited("sync.progress", (tx) => tx.sync.deleteMany()));

const makeSync = (parts: object[]) =>
  unaudited("sync.progress", (tx) =>
    tx.sync.create({
      data: {
        state: "running",
        parts: { create: parts.map((part, index) => ({ ...place, region: `us-east-${index}`, ...part })) },
      },
    }),
  );

it("tells each change once, and ends when the sync does", async () => {
  const { id } = await makeSync([{ state: "running", functionsTotal: 10, functionsDone: 0 }]);
  const told: (number | string)[] = [];
  for await (const picture of watchSync(id, new AbortController().signal)) {
    const { done = NaN, state = "" } = picture ?? {};
    told.push(done, state);
    await unaudited("sync.progress", async (tx) => {
      if (done < 4) await tx.syncPart.updateMany({ data: { functionsDone: { increment: 4 } } });
      else await tx.sync.update({ where: { id }, data: { state: "done", finishedAt: new Date() } });
    });
  }
  expect(told).toEqual([0, "running", 4, "running", 4, "done"]);
});

it("says now and then that it is still there, when nothing changes", async () => {
  const { id } = await makeSync([{ state: "running" }]);
  const left = new AbortController();
  const pictures = watchSync(id, left.signal, 1500);
  expect((await pictures.next()).value).toMatchObject({ id });
  const before = performance.now();
  expect((await pictures.next()).value).toBeNull();
  expect(performance.now() - before).toBeGreaterThan(1400);
  left.abort();
});

it("ends when nobody watches, and for a sync that is not", async () => {
  const { id } = await makeSync([{ state: "running" }]);
  const left = new AbortController();
  const pictures = watchSync(id, left.signal);
  expect((await pictures.next()).done).toBe(false);
  const next = pictures.next();
  left.abort();
  expect((await next).done).toBe(true);
  expect((await watchSync("nonsense", new AbortController().signal).next()).done).toBe(true);
});

it("estimates by the slowest part, and shows what is in trouble first", async () => {
  // Begun long ago: for most of that time nobody was at it.
  const begun = { startedAt: new Date(Date.now() - 3_600_000), workedMs: 10_000 };
  const { id } = await makeSync([
    { state: "running", ...begun, functionsTotal: 100, functionsDone: 50, calls: 7 },
    { state: "running", ...begun, functionsTotal: 40, functionsDone: 10, functionsUnchanged: 4 },
    { state: "done", ...begun, functionsTotal: 3, functionsDone: 3, finishedAt: new Date() },
    { state: "failed", failure: { code: "Refused", sentence: "AWS said no." }, finishedAt: new Date() },
  ]);
  const sync = await findSync(id);
  const picture = sync && (await pictureOf(sync));
  expect(picture).toMatchObject({ done: 63, total: 143, unchanged: 4, calls: 7, parts: 4, partsDone: 2 });
  expect(picture?.secondsLeft).toBe(30);
  expect(picture?.shown.map(({ region, failure }) => [region, failure])).toEqual([
    ["us-east-3", "AWS said no."],
    ["us-east-0", null],
    ["us-east-1", null],
  ]);
  // Nobody knows how long one takes that has read nothing yet; one that has nothing to read is as good as over.
  const change = async (data: object) => {
    await unaudited("sync.progress", (tx) =>
      tx.syncPart.updateMany({ where: { region: "us-east-1" }, data: { functionsDone: 0, ...data } }),
    );
    const row = await findSync(id);
    return row && (await pictureOf(row)).secondsLeft;
  };
  expect(await change({})).toBeNull();
  expect(await change({ functionsTotal: 0 })).toBe(10);
});

const eachPart = (picture: SyncPicture | null) =>
  picture?.shown.map(({ region, since }) => [region, since !== null]);

it("shows what an earlier sync is still at, and goes on until that is over, too", async () => {
  const earlier = await makeSync([
    { region: "slow", state: "running", functionsTotal: 100, functionsDone: 10 },
    { region: "done", state: "done", functionsTotal: 5, functionsDone: 5, finishedAt: new Date() },
  ]);
  await pause(2); // the clock's smallest step
  const { id } = await makeSync([{ region: "done", state: "running", functionsTotal: 6, functionsDone: 1 }]);
  const pictures = watchSync(id, new AbortController().signal);
  const first = (await pictures.next()).value as SyncPicture;
  expect(first).toMatchObject({ done: 11, total: 106, parts: 2, partsDone: 0, isLatest: true });
  expect(eachPart(first)).toEqual([
    ["done", false],
    ["slow", true],
  ]);
  const end = async (syncId: string, state: "done" | "failed") => {
    const data = { state, finishedAt: new Date() };
    await unaudited("sync.progress", async (tx) => {
      await tx.syncPart.updateMany({ where: { syncId, finishedAt: null }, data });
      await tx.sync.update({ where: { id: syncId }, data });
    });
  };
  await end(id, "done");
  const second = (await pictures.next()).value as SyncPicture;
  expect(second).toMatchObject({ state: "running", ownState: "done", parts: 2, partsDone: 1 });
  await end(earlier.id, "failed");
  const last = (await pictures.next()).value as SyncPicture;
  expect(last).toMatchObject({ state: "failed", ownState: "done", parts: 2, partsDone: 2 });
  expect((await pictures.next()).done).toBe(true);
});

it("ends when a newer sync was started: that one is to be watched", async () => {
  const { id } = await makeSync([{ region: "slow", state: "running" }]);
  const pictures = watchSync(id, new AbortController().signal);
  expect((await pictures.next()).value).toMatchObject({ isLatest: true });
  await pause(2);
  await makeSync([{ region: "other", state: "running" }]);
  expect((await pictures.next()).value).toMatchObject({ isLatest: false, state: "running" });
  expect((await pictures.next()).done).toBe(true);
});

import { Logger, runOnce } from "graphile-worker";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { checkHealth } from "@/lib/health";
import { tasks } from "@/lib/tasks";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { startSync, syncAll } from "./start-sync";
import { syncPart } from "./sync-part";
import { findSync, pictureOf } from "./sync-progress";
import { open } from "./sync/part";

const cli = { kind: "system", name: "cli" } as const;
const slow = "123456789012";
const database = withDatabase();
const sandbox = withSandbox();

beforeAll(async () => {
  await connectEstate();
  await syncNow();
});

const places = async () =>
  (await db().accountRegion.findMany({ where: { account: { connection: { not: "none" } } } })).map(
    ({ accountId, region }) => `${accountId} ${region}`,
  );
const openParts = async (where: object = {}) =>
  (await db().syncPart.findMany({ where: { ...open, ...where } })).map(
    ({ accountId, region }) => `${accountId} ${region}`,
  );
const oldestReading = async (accountId: object) =>
  (await db().accountRegion.aggregate({ where: { accountId }, _min: { syncedAt: true } }))._min.syncedAt;

/** All that is due. */
const work = () =>
  runOnce({
    ...{ connectionString: database.url(), taskList: tasks, concurrency: 20, noHandleSignals: true },
    logger: new Logger(() => () => undefined),
  });

beforeEach(async () => {
  sandbox.running().setFaults({});
  await unaudited("sync.progress", (tx) => tx.sync.deleteMany());
});

describe("an account that is not read to the end holds up no other", () => {
  it.each(["throttle", "before-hang"] as const)(
    "%s",
    async (kind) => {
      sandbox.running().setFaults({ rate: 1, kinds: [kind], accounts: [slow] });
      const { id } = await startSync(cli, { accountId: slow });
      const slowParts = (await places()).filter((one) => one.startsWith(slow)).toSorted();
      const stop = new AbortController();
      const running = slowParts.map((one) => {
        const [accountId = "", region = ""] = one.split(" ");
        return syncPart({ syncId: id, accountId, region }, stop.signal);
      });
      await vi.waitFor(async () =>
        expect(await db().syncPart.count({ where: { state: "running" } })).toBe(2),
      );
      for (let hour = 0; hour < 2; hour += 1) {
        const before = new Date();
        await syncAll();
        await work();
        expect((await oldestReading({ not: slow }))?.getTime()).toBeGreaterThan(before.getTime());
        expect((await oldestReading({ equals: slow }))?.getTime()).toBeLessThan(before.getTime());
      }
      expect((await openParts()).toSorted()).toEqual(slowParts);
      expect((await openParts({ syncId: id })).toSorted()).toEqual(slowParts);
      const latest = await db().sync.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
      expect(latest.state).toBe("done");
      const sync = await findSync(latest.id);
      const count = (await places()).length;
      const picture = sync && (await pictureOf(sync));
      expect(picture).toMatchObject({
        state: "running",
        ownState: "done",
        parts: count,
        partsDone: count - 2,
      });

      sandbox.running().setFaults({});
      stop.abort();
      await Promise.all(running);
      await unaudited(
        "sync.progress",
        (tx) => tx.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = now()`,
      );
      await work();
      expect(await openParts()).toEqual([]);
      expect((await oldestReading({ equals: slow }))?.getTime()).toBeGreaterThan(latest.createdAt.getTime());
    },
    60_000,
  );
});

describe("a start leaves out what is being read", () => {
  it("and says so; another account is read meanwhile, and so is all the rest", async () => {
    const first = await startSync(cli, { accountId: slow });
    expect(first.leftOut).toBeNull();
    const other = await startSync(cli, { accountId: "111122223333" });
    expect(other.leftOut).toBeNull();
    const rest = await startSync(cli);
    expect(rest.leftOut).toMatch(
      /^Left out, since it is being read already: (\d{12} in \S+ \(since \d{4}-\d\d-\d\d \d\d:\d\d UTC\), ){2}\d{12} in \S+ \(since [^)]+\) and 1 more\.$/,
    );
    expect((await openParts()).toSorted()).toEqual((await places()).toSorted());
    expect(await openParts({ syncId: rest.id })).toHaveLength((await places()).length - 4);
  });

  it("and when nothing is left to start, it says what is being read and since when; nothing is started", async () => {
    await startSync(cli, { accountId: slow });
    await expect(startSync(cli, { accountId: slow })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringMatching(
        /^All there is to read is being read already: 123456789012 in \S+ \(since .* UTC\), 123456789012 in \S+ \(since .* UTC\)\. Nothing more was started/,
      ) as unknown,
    });
    expect(await db().sync.count()).toBe(1);
    await expect(startSync(cli, { accountId: "999999999999" })).rejects.toMatchObject({ code: "Invalid" });
  });

  it("of many starts at once each account and region is begun by one", async () => {
    const starts = Array.from({ length: 4 }, () => [
      startSync(cli),
      startSync(cli, { accountId: slow }),
      syncAll(),
    ]);
    const ends = await Promise.allSettled(starts.flat());
    const refused = ends.flatMap((end) =>
      end.status === "rejected" ? [end.reason as { code: string }] : [],
    );
    expect(refused.length).toBeGreaterThan(4);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["Conflict"]));
    expect((await openParts()).toSorted()).toEqual((await places()).toSorted());
  });

  it("and the database keeps to it", async () => {
    await startSync(cli);
    const twice = { accountId: slow, region: "us-east-1" };
    const create = (state: "running" | "done") =>
      unaudited("sync.progress", (tx) =>
        tx.sync.create({ data: { state, parts: { create: [{ ...twice, state }] } } }),
      );
    await expect(create("running")).rejects.toMatchObject({ code: "P2002" });
    await create("done");
  });
});

it("health names what could not be read until it is, whatever else was read since", async () => {
  const sync = async () => (await checkHealth()).find(({ code }) => code === "sync");
  await startSync(cli, { accountId: "111122223333" });
  expect(await sync()).toMatchObject({ ok: true });
  const where = { accountId: slow, region: "us-east-1" };
  const fail = (failedAt: Date | null) =>
    unaudited("sync.progress", (tx) => tx.accountRegion.updateMany({ where, data: { failedAt } }));
  await fail(new Date());
  expect(await sync()).toMatchObject({
    ok: false,
    detail: expect.stringContaining("Could not be read the last time: 123456789012 in us-east-1.") as unknown,
  });
  await fail(null);
});

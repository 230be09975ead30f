import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { enqueue } from "@/lib/jobs/enqueue";
import { estateOf } from "@/tests/estates/estate-of";
import { startWire, type Refusal, type Wire } from "@/tests/wire";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { importAccounts } from "./import-accounts";
import { startSync } from "./start-sync";
import { syncPart } from "./sync-part";
import { lockOf } from "./sync/part";
import { resumeSyncs } from "./sync/resume";

const home = "555566667777";
const region = "us-east-1";
const cli = { kind: "system", name: "cli" } as const;
const names = Array.from({ length: 21 }, (_, index) => `function-${String(index).padStart(2, "0")}`);

/** 21 functions of two versions each are 63 configurations: the 17th function begins on the first page of 50. */
const shapes = names.map((name) => ({ account: home, region, name, versions: 2 }) as const);

const database = withDatabase();
const sandbox = withSandbox(() => estateOf(shapes));
let wire: Wire;
const paths: string[] = [];
/** What happens before a request of AWS arrives. */
let before: (path: string) => Promise<void> = () => Promise.resolve();
/** What AWS refuses. */
let refuse: (path: string) => Refusal | null = () => null;

beforeAll(async () => {
  wire = await startWire(
    sandbox.running().url,
    async ({ path }) => {
      paths.push(path);
      await before(path);
    },
    ({ path }) => refuse(path),
  );
  process.env.AWS_ENDPOINT_URL = wire.url;
  await importAccounts(cli, [{ id: home, name: "home", ambient: true, regions: [region] }]);
  return () => wire.stop();
});

const rowOf = (syncId: string) => db().syncPart.findFirstOrThrow({ where: { syncId } });

/** The functions whose tags were asked for, once for each time. */
const readOf = (calls: string[]) =>
  calls.flatMap((one) => /\/tags\/.*function(?:%3A|:)([a-z]+-\d+)/.exec(decodeURIComponent(one))?.[1] ?? []);

/** A worker in a process of its own, that does what is due. */
function startWorkerProcess() {
  const child = spawn(
    process.execPath,
    ["node_modules/tsx/dist/cli.mjs", "--tsconfig", path.resolve("tsconfig.json"), "tests/crash/worker.ts"],
    { env: { ...process.env, DATABASE_URL: database.url() }, stdio: "ignore", detached: true },
  );
  return { kill: () => process.kill(-(child.pid ?? 0), "SIGKILL"), gone: once(child, "exit") };
}

it("goes on at the page where a killed worker stopped, and reads no function twice", async () => {
  const arn = `arn:aws:lambda:${region}:${home}:function:no-longer-there`;
  const former = { accountId: home, region, name: "no-longer-there", arn, syncedAt: new Date(0) };
  await unaudited("catalog.read", (tx) => tx.function.create({ data: former }));
  const { id: syncId } = await startSync(cli);
  const worker = startWorkerProcess();
  await vi.waitFor(async () => expect((await rowOf(syncId)).functionsDone).toBeGreaterThan(7), 30_000);
  worker.kill();
  await worker.gone;
  const kept = await db().function.findMany({ where: { lastSyncId: syncId }, select: { name: true } });
  const { functionsDone } = await rowOf(syncId);
  expect(kept.length).toBe(functionsDone);
  expect(kept.length).toBeLessThan(names.length);
  paths.length = 0;
  await vi.waitFor(async () => expect(await resumeSyncs()).toBe(1), 10_000);
  await syncPart({ syncId, accountId: home, region });
  const again = readOf(paths);
  expect(new Set(again).size).toBe(again.length);
  expect(again.toSorted()).toEqual(names.filter((name) => !kept.some((one) => one.name === name)));
  const total = names.length;
  expect(await rowOf(syncId)).toMatchObject({ state: "done", functionsDone: total, functionsTotal: total });
  const targets = await db().target.groupBy({ by: ["functionId"], where: { goneAt: null }, _count: true });
  expect(targets.map(({ _count }) => _count)).toEqual(names.map(() => 3));
  const gone = await db().function.findMany({ where: { goneAt: { not: null } }, select: { name: true } });
  expect(gone).toEqual([{ name: "no-longer-there" }]);
}, 90_000);

it("begins at the stored marker, with what is left of the function before skipped", async () => {
  const { id: syncId } = await startSync(cli);
  const found = { lastSyncId: syncId };
  const done = names.slice(0, 17); // the last of them goes on on the second page
  await unaudited("catalog.read", async (tx) => {
    await tx.function.updateMany({ where: { name: { in: done } }, data: found });
    const cursor = { marker: Buffer.from("50").toString("base64url"), lastName: names[16] };
    await tx.syncPart.updateMany({ where: { syncId }, data: { ...cursor, functionsDone: 17 } });
  });
  paths.length = 0;
  await syncPart({ syncId, accountId: home, region });
  expect(paths.filter((one) => /\/functions\/?\?/.test(one))).toHaveLength(1);
  expect(readOf(paths).toSorted()).toEqual(names.slice(17));
  const { startedAt, movedAt, workedMs, ...row } = await rowOf(syncId);
  expect(workedMs).toBeGreaterThan(0);
  expect(movedAt?.getTime()).toBeGreaterThanOrEqual((startedAt?.getTime() ?? Infinity) + workedMs);
  expect(row).toMatchObject({ state: "done", functionsDone: 21 });
});

it("a kept marker that AWS no longer takes: from the first page again, and what was read is not read twice", async () => {
  const { id: syncId } = await startSync(cli);
  await unaudited("catalog.read", async (tx) => {
    await tx.function.updateMany({
      where: { name: { in: names.slice(0, 17) } },
      data: { lastSyncId: syncId },
    });
    const cursor = { marker: "of-last-week", lastName: names[16] };
    await tx.syncPart.updateMany({ where: { syncId }, data: { ...cursor, functionsDone: 17 } });
  });
  const message = "The marker is not valid.";
  const refusal = { status: 400, type: "InvalidParameterValueException", message };
  refuse = (path) => (path.includes("Marker=of-last-week") ? refusal : null);
  await syncPart({ syncId, accountId: home, region });
  const row = await rowOf(syncId);
  expect(row).toMatchObject({ state: "running", marker: null, lastName: null, functionsDone: 17, tries: 1 });
  expect(row.failure).toMatchObject({ sentence: expect.stringContaining(message) as unknown });
  expect(row.retryAt?.getTime()).toBeLessThan(Date.now() + 7000);
  expect(await resumeSyncs()).toBe(0); // its job waits for that moment
  paths.length = 0;
  await syncPart({ syncId, accountId: home, region });
  refuse = () => null;
  expect(paths.filter((one) => /\/functions\/?\?/.test(one))).toHaveLength(2);
  expect(readOf(paths).toSorted()).toEqual(names.slice(17));
  expect(await rowOf(syncId)).toMatchObject({
    state: "done",
    functionsDone: 21,
    failure: null,
    retryAt: null,
  });
});

it("a part that is told to stop leaves the rest to the next worker at once", async () => {
  const { id: syncId } = await startSync(cli);
  const stop = new AbortController();
  const running = syncPart({ syncId, accountId: home, region }, stop.signal);
  await vi.waitFor(async () => expect((await rowOf(syncId)).functionsDone).toBeGreaterThan(0), 10_000);
  const told = performance.now();
  stop.abort();
  await running;
  expect(performance.now() - told).toBeLessThan(2000);
  expect(await rowOf(syncId)).toMatchObject({ state: "running", failure: null });
  expect(await resumeSyncs()).toBe(0); // its job waits already
  await syncPart({ syncId, accountId: home, region });
  expect(await rowOf(syncId)).toMatchObject({ state: "done", functionsDone: 21 });
});

it("a part that takes long gives its place to one that waits, and keeps it while none does", async () => {
  const { id: syncId } = await startSync(cli);
  const part = { syncId, accountId: home, region };
  await unaudited("sync.progress", (tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`);
  const jobs = async () =>
    (await db().$queryRaw<{ key: string }[]>`SELECT key FROM graphile_worker.jobs ORDER BY run_at`).map(
      ({ key }) => key,
    );
  const reading = syncPart(part, undefined, 100);
  await vi.waitFor(async () => expect((await rowOf(syncId)).functionsDone).toBeGreaterThan(0), 10_000);
  expect(await jobs()).toEqual([]);
  const other = { ...part, syncId: randomUUID() };
  await unaudited("sync.progress", (tx) => enqueue(tx, "sync_part", other, "other"));
  await reading;
  const row = await rowOf(syncId);
  expect(row).toMatchObject({ state: "running", failure: null, tries: 0 });
  expect(row.functionsDone).toBeLessThan(names.length);
  expect(await jobs()).toEqual(["other", lockOf(part)]);
  await syncPart(part);
  expect(await rowOf(syncId)).toMatchObject({ state: "done", functionsDone: names.length });
});

it("what may pass is tried again later, in words, and fails after some times; what may not holds up nobody", async () => {
  const role = "arn:aws:iam::999900003333:role/NotThere";
  const other = { id: "999900003333", name: "closed", roleArn: role, externalId: "xa-1", regions: [region] };
  await importAccounts(cli, [other]);
  // It was there when it was connected.
  const where = { id: other.id };
  await unaudited("catalog.read", (tx) => tx.account.update({ where, data: { connection: "role" } }));
  sandbox.running().setFaults({ rate: 1, kinds: ["throttle"], operations: ["ListFunctions"] });
  const { id: syncId } = await startSync(cli);
  const parts = [home, other.id].map((accountId) => ({ syncId, accountId, region }));
  await Promise.all(parts.map((part) => syncPart(part)));
  const row = (accountId: string) => db().syncPart.findFirstOrThrow({ where: { syncId, accountId } });
  expect(await row(other.id)).toMatchObject({
    state: "failed",
    failure: { code: "Refused", sentence: expect.stringContaining("Look at the account's role") as unknown },
  });
  const waiting = await row(home);
  expect(waiting).toMatchObject({ state: "running", tries: 1, failure: { code: "Throttled" } });
  expect(waiting.retryAt?.getTime()).toBeGreaterThan(Date.now());
  expect(waiting.throttles).toBe(5);
  expect(await resumeSyncs()).toBe(0);
  await unaudited("sync.progress", (tx) =>
    tx.syncPart.updateMany({ where: { syncId, accountId: home }, data: { tries: 4 } }),
  );
  await syncPart({ syncId, accountId: home, region });
  expect(await row(home)).toMatchObject({ state: "failed", failure: { code: "Throttled" } });
  expect(await db().sync.findUniqueOrThrow({ where: { id: syncId } })).toMatchObject({ state: "failed" });
  sandbox.running().setFaults({});
}, 60_000);

it("a function that is deleted while it is read is gone, and holds up no other", async () => {
  const name = names[5] ?? "";
  let deleted: Promise<unknown> | undefined;
  before = async (path) => {
    if (/\/tags\/|\/aliases/.test(path) && decodeURIComponent(path).includes(name))
      await (deleted ??= sandbox.clientOf(home).send(new DeleteFunctionCommand({ FunctionName: name })));
  };
  const { id: syncId } = await startSync(cli, { accountId: home });
  await syncPart({ syncId, accountId: home, region });
  before = () => Promise.resolve();
  expect(await rowOf(syncId)).toMatchObject({ state: "done", failure: null });
  const gone = await db().function.findFirstOrThrow({ where: { name } });
  expect(gone.goneAt).not.toBeNull();
}, 60_000);

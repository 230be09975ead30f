import { beforeAll, expect, it, vi } from "vitest";
import { db, type Transaction } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { estateOf } from "@/tests/estates/estate-of";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { importAccounts } from "../import-accounts";
import { startSync } from "../start-sync";
import { syncPart } from "../sync-part";
import { finishSync } from "./finish";
import { resumeSyncs } from "./resume";

const [home, region] = ["555566667777", "us-east-1"];
const cli = { kind: "system", name: "cli" } as const;

withDatabase();
withSandbox(() => estateOf([{ account: home, region, name: "only", versions: 1 }]));

beforeAll(() => importAccounts(cli, [{ id: home, name: "home", ambient: true, regions: [region] }]));

const rowOf = (syncId: string) => db().syncPart.findFirstOrThrow({ where: { syncId } });

const syncOf = (id: string) => db().sync.findUniqueOrThrow({ where: { id } });
const execute = (sql: string) => unaudited("sync.progress", (tx) => tx.$executeRawUnsafe(sql));

it("a part never ends without its sync: where that can't be written, the part is tried again", async () => {
  await execute(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''disk full''; END'`,
  );
  await execute(`CREATE TRIGGER refuse BEFORE UPDATE ON "Sync" FOR EACH ROW EXECUTE FUNCTION refuse()`);
  const { id: syncId } = await startSync(cli, { accountId: home });
  await syncPart({ syncId, accountId: home, region });
  expect(await rowOf(syncId)).toMatchObject({ state: "running", tries: 1 });
  await execute(`DROP TRIGGER refuse ON "Sync"`);
  await syncPart({ syncId, accountId: home, region });
  expect(await rowOf(syncId)).toMatchObject({ state: "done", failure: null });
  expect(await syncOf(syncId)).toMatchObject({ state: "done" });
});

it("of two last parts that end at once, the second sees the first and ends the sync", async () => {
  const parts = ["us-east-1", "us-east-2"].map((one) => ({ accountId: home, region: one }));
  const data = { state: "running", parts: { create: parts } } as const;
  const { id: syncId } = await unaudited("sync.progress", (tx) => tx.sync.create({ data }));
  const end = async (tx: Transaction, index: number) => {
    await tx.syncPart.updateMany({ where: { syncId, ...parts[index] }, data: { state: "done" } });
    await finishSync(tx, syncId);
  };
  let isOver = false;
  let second: Promise<void> = Promise.resolve();
  await unaudited("sync.progress", async (tx) => {
    await end(tx, 0);
    second = unaudited("sync.progress", (other) => end(other, 1)).finally(() => {
      isOver = true;
    });
    await vi.waitFor(async () => {
      const [row] = await db().$queryRaw<{ waiting: bigint }[]>`
        SELECT count(*) AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      expect(isOver || row?.waiting === 1n).toBe(true);
    }, 10_000);
  });
  await second;
  expect(await syncOf(syncId)).toMatchObject({ state: "done" });
});

it("a sync that is open with no part left to do is ended within the minute, and holds up none", async () => {
  const { id: syncId } = await startSync(cli, { accountId: home });
  await unaudited("sync.progress", (tx) =>
    tx.syncPart.updateMany({ where: { syncId }, data: { state: "done", finishedAt: new Date() } }),
  );
  await syncPart({ syncId, accountId: home, region }); // delivered again
  expect(await syncOf(syncId)).toMatchObject({ state: "running" });
  expect(await resumeSyncs()).toBe(0);
  expect(await syncOf(syncId)).toMatchObject({ state: "done" });
});

import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { withDatabase } from "@/tests/with-database";
import { forgetSyncs } from "./forget-syncs";
import { latestSync } from "./sync-progress";

withDatabase();
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

async function makeSync(
  days: number,
  { isOver = true, parts = 2, endedDaysAgo = days } = {},
): Promise<string> {
  const id = randomUUID();
  const state = isOver ? ("done" as const) : ("running" as const);
  const finishedAt = isOver ? daysAgo(endedDaysAgo) : null;
  await unaudited("sync.progress", async (tx) => {
    await tx.sync.create({ data: { id, state, createdAt: daysAgo(days), finishedAt } });
    await tx.syncPart.createMany({
      data: Array.from({ length: parts }, (_, index) => ({
        ...{ syncId: id, accountId: String(100_000_000_000 + index), region: "us-east-1", state, finishedAt },
      })),
    });
  });
  return id;
}
const kept = async () => (await db().sync.findMany({ select: { id: true } })).map(({ id }) => id).toSorted();

beforeEach(async () => {
  await unaudited("sync.progress", (tx) => tx.sync.deleteMany());
});

it("how syncs went is forgotten after its days; what runs stays, and how the latest went", async () => {
  const stays = [await makeSync(30, { isOver: false }), await makeSync(13)];
  await makeSync(15);
  await makeSync(16);
  expect(await forgetSyncs()).toBe(6);
  expect(await kept()).toEqual(stays.toSorted());
  expect(await db().syncPart.count()).toBe(4);
});

it("the latest stays, however old, as long as there is none after it", async () => {
  await makeSync(40);
  const latest = await makeSync(30);
  await forgetSyncs();
  expect(await kept()).toEqual([latest]);
  expect((await latestSync())?.parts).toHaveLength(2);
  const now = await makeSync(0);
  await forgetSyncs();
  expect(await kept()).toEqual([now]);
});

it("with the latest stays what was not over when it was started: it is shown together", async () => {
  await makeSync(41, { endedDaysAgo: 31 });
  const stays = [await makeSync(40, { endedDaysAgo: 20 }), await makeSync(30)];
  await forgetSyncs();
  expect(await kept()).toEqual(stays.toSorted());
});

it("many parts go in batches, until it is told to stop", async () => {
  await makeSync(0);
  for (let count = 0; count < 3; count += 1) await makeSync(20 + count, { parts: 1001 });
  expect(await forgetSyncs(AbortSignal.abort())).toBe(0);
  expect(await forgetSyncs()).toBe(3 * 1002);
  expect(await kept()).toHaveLength(1);
});

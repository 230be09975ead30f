import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { checkHealth } from "@/lib/health";
import { startWorker } from "@/lib/jobs/worker";
import { getRequest } from "@/lib/requests/get";
import { crontab, tasks } from "@/lib/tasks";
import { checkWorld } from "@/tests/chaos/check";
import { startForeignWriter } from "@/tests/chaos/foreign-writer";
import { randomOperations } from "@/tests/chaos/operations";
import {
  approve,
  ask,
  makeWorld,
  settleAll,
  statementsOf,
  type Place,
  type World,
} from "@/tests/chaos/world";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { failedGrants } from "./list";
import { performRevoke } from "./perform-revoke";
import { reconcileGrants } from "./reconcile";
import { revokeGrant } from "./revoke";

/** The whole of it with CHAOS=all (npm run chaos). */
const operations = process.env.CHAOS === "all" ? 10_000 : 200;
const database = withDatabase();
const sandbox = withSandbox();
const awsOf = ({ accountId, region }: Place) => sandbox.clientOf(accountId, region);
let world: World;
let place: Place;
let number = 0;
let used = -1;

beforeAll(async () => {
  world = await makeWorld(24);
});
// Each test has a place of its own: what one wrote may be shown seconds later.
beforeEach(() => {
  const next = world.places[(used += 1)];
  if (!next) throw new Error("The estate has no alias left.");
  place = next;
});
afterEach(() => sandbox.running().setFaults({}));

/** An approved request for somebody else each time. @returns its grant's ID */
async function approved(): Promise<string> {
  const requestId = await ask(world, place, String(710_000_000_000 + ++number));
  await approve(world, place, requestId);
  return (await getRequest(requestId)).grants[0]?.id ?? "";
}
const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });
const addsOf = (statementId: string) =>
  sandbox
    .running()
    .writes()
    .filter((write) => write.statementId === statementId && write.operation === "AddPermission").length;
async function stands(id: string): Promise<boolean> {
  const { statementId } = await grantOf(id);
  return (await statementsOf(awsOf(place), place)).has(statementId);
}

describe("a network and an AWS that lie", () => {
  it.each(["lost", "cut", "unreachable", "error"] as const)(
    "an AddPermission whose answer is %s is found out, and made once",
    async (kind) => {
      const id = await approved();
      sandbox.running().setFaults({ rate: 1, kinds: [kind], operations: ["AddPermission"] });
      await applyGrant(id);
      expect(await grantOf(id)).toMatchObject({ state: "applying", attempts: 1 });
      sandbox.running().setFaults({});
      await applyGrant(id);
      const { state, statementId } = await grantOf(id);
      expect(state).toBe("active");
      expect(addsOf(statementId)).toBe(1);
    },
  );

  it("one that times out after it was done is found out, and made once", async () => {
    const id = await approved();
    sandbox.running().setFaults({ rate: 1, kinds: ["hang"], operations: ["AddPermission"] });
    await applyGrant(id);
    expect(await grantOf(id)).toMatchObject({ state: "applying", failure: { code: "Unreachable" } });
    sandbox.running().setFaults({});
    await applyGrant(id);
    const { state, statementId } = await grantOf(id);
    expect({ state, adds: addsOf(statementId) }).toEqual({ state: "active", adds: 1 });
  }, 60_000);

  it("a write that is not shown for seconds is waited for, not made again", async () => {
    const id = await approved();
    sandbox.running().setFaults({ visibilityMs: 6000 });
    await applyGrant(id);
    expect(await grantOf(id)).toMatchObject({ state: "applying", failure: { code: "Unreachable" } });
    await applyGrant(id); // the duplicate that AWS then names is the product's own
    await applyGrant(id);
    const { state, statementId } = await grantOf(id);
    expect({ state, adds: addsOf(statementId) }).toEqual({ state: "active", adds: 1 });
  }, 60_000);

  it("what was written a moment ago and is not shown yet is removed all the same", async () => {
    const id = await approved();
    sandbox.running().setFaults({ visibilityMs: 4500 });
    await applyGrant(id);
    await revokeGrant(world.decider, { grantId: id, reason: "A mistake" });
    await performRevoke(id);
    sandbox.running().setFaults({});
    expect(await grantOf(id)).toMatchObject({ state: "revoked" });
    expect(await stands(id)).toBe(false);
  }, 60_000);

  it("a network that stays down leaves everything pending, and visible", async () => {
    const [toApply, toRevoke] = [await approved(), await approved()];
    await applyGrant(toRevoke);
    await revokeGrant(world.decider, { grantId: toRevoke, reason: "No longer needed" });
    const pending = await ask(world, place, "710999999999");
    sandbox.running().setFaults({ rate: 1, kinds: ["unreachable"] });
    await expect(approve(world, place, pending)).rejects.toMatchObject({ code: "Unreachable" });
    for (let tries = 1; tries <= 3; tries++) {
      await applyGrant(toApply);
      await performRevoke(toRevoke);
    }
    expect(await getRequest(pending)).toMatchObject({ state: "pending" });
    expect(await grantOf(toApply)).toMatchObject({
      state: "applying",
      attempts: 3,
      failure: { step: "apply" },
    });
    expect(await grantOf(toRevoke)).toMatchObject({ state: "revoking", failure: { told: true } });
    expect((await failedGrants(world.decider))[0]?.id).toBe(toRevoke);
    const told = await db().notification.findFirstOrThrow({ where: { grantId: toRevoke } });
    expect(told).toMatchObject({ level: "danger", kind: "grant.revoke_failed" });

    // Hours later it is pending still, and somebody was told: once.
    await unaudited("grant.attempted", (tx) =>
      tx.grant.update({ where: { id: toApply }, data: { attempts: 40 } }),
    );
    for (let tries = 1; tries <= 2; tries++) await applyGrant(toApply);
    expect(await grantOf(toApply)).toMatchObject({
      state: "applying",
      attempts: 42,
      failure: { told: true },
    });
    expect((await failedGrants(world.asker)).map(({ id }) => id)).toContain(toApply);
    const titles = await db().notification.findMany({ where: { grantId: toApply }, select: { title: true } });
    expect(titles).toEqual([{ title: expect.stringContaining("is not applied yet") as unknown }]);
    expect((await checkHealth()).find(({ code }) => code === "grants")).toMatchObject({ ok: false });

    // It comes back, and everybody is told to wait: still nothing has ended, and nobody is told anew.
    sandbox.running().setFaults({ rate: 1, kinds: ["throttle"] });
    await applyGrant(toApply);
    await performRevoke(toRevoke);
    const throttled = { code: "Throttled", told: true };
    expect(await grantOf(toApply)).toMatchObject({ state: "applying", failure: throttled });
    expect(await grantOf(toRevoke)).toMatchObject({ state: "revoking", failure: throttled });
    expect(await db().notification.count({ where: { grantId: { in: [toApply, toRevoke] } } })).toBe(2);
    sandbox.running().setFaults({});
    await applyGrant(toApply);
    await performRevoke(toRevoke);
    expect(await grantOf(toApply)).toMatchObject({ state: "active", failure: null });
    expect(await grantOf(toRevoke)).toMatchObject({ state: "revoked", failure: null });
  }, 60_000);

  it("somebody who writes all the time holds it up, and loses nothing", async () => {
    const id = await approved();
    sandbox.running().setFaults({ writeMs: 40 });
    const foreign = startForeignWriter(awsOf);
    let going = true;
    const writing = (async () => {
      for (let count = 0; going && count < 60; count++) await foreign.write(place, true);
    })();
    // As the worker does: what did not get through in so many rounds is tried again.
    await vi.waitFor(
      async () => {
        await applyGrant(id);
        expect((await grantOf(id)).state).toBe("active");
      },
      { timeout: 50_000, interval: 100 },
    );
    going = false;
    await writing;
    const { state, statementId } = await grantOf(id);
    expect({ state, adds: addsOf(statementId) }).toEqual({ state: "active", adds: 1 });
  }, 60_000);

  it(`${operations} random operations while AWS fails in every way: in the end grants are statements`, async () => {
    const worker = await startWorker(database.url(), tasks, crontab);
    sandbox.running().setFaults({
      ...{ seed: 4, rate: 0.15, flicker: 0.3, writeMs: 3, visibilityMs: 300, delayedMs: 2500 },
      // What is never answered may be waited for for ten seconds each; only writes can be delayed, and they are few.
      weights: { hang: 0.2, "before-hang": 0.1, delayed: 2.5 },
    });
    const random = randomOperations(world, startForeignWriter(awsOf), 4);
    await random.run(operations);
    const { injected } = sandbox.running().faults();
    sandbox.running().setFaults({});
    await settleAll(world, 300);
    await worker.stop();
    // The last writes may be hidden from reads for a moment yet.
    const found = await vi.waitFor(() => checkWorld(world, { awsOf, writes: sandbox.running().writes() }), {
      timeout: 20_000,
      interval: 500,
    });
    expect(await reconcileGrants()).toBe(0);
    console.log(JSON.stringify({ answers: random.answers, injected, ...found }));
    expect(Object.values(injected).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(operations / 10);
    const { hang = 0, "before-hang": beforeHang = 0, delayed = 0 } = injected;
    expect(hang + beforeHang).toBeGreaterThanOrEqual(operations / 100);
    expect(Math.min(hang, delayed)).toBeGreaterThanOrEqual(operations / 200);
    expect(random.answers.Internal).toBeUndefined();
    expect(random.answers.done).toBeGreaterThan(operations * 0.7); // it was not all conflicts
  }, 3_600_000);
});

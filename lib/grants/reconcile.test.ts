import {
  AddPermissionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/list";
import { clientFor } from "@/lib/catalog/accounts";
import { ingest } from "@/lib/catalog/ingest";
import { readFunction } from "@/lib/catalog/read-function";
import { policyRead, rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { makePerson } from "@/tests/people";
import { withCast } from "@/tests/with-cast";
import { accept, restore } from "@/tests/settle";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { differenceOf, findCompared } from "./compare";
import { keepDrift } from "./keep-drift";
import { performRevoke } from "./perform-revoke";
import { reconcileGrants } from "./reconcile";
import { revokeGrant } from "./revoke";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const target = { FunctionName: "my-function", Qualifier: "prod" };
const reason = "No longer needed";
const cast = withCast();
let aws: LambdaClient;

beforeAll(() => {
  aws = sandbox.clientOf(account);
});

const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });
const policyNow = async () => (await aws.send(new GetPolicyCommand(target))).Policy ?? "";
const lastEvent = async (grantId: string) => (await listEvents({ grantId })).rows[0]?.action;
const remove = (StatementId: string) => aws.send(new RemovePermissionCommand({ ...target, StatementId }));
const add = (StatementId: string, Principal: string, Action = "lambda:InvokeFunction") =>
  aws.send(new AddPermissionCommand({ ...target, StatementId, Principal, Action }));

async function approved(): Promise<string> {
  await rereadFunction(cast.functionId); // what a test before this one did in AWS
  return (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
}
async function active() {
  const id = await approved();
  await applyGrant(id);
  return grantOf(id);
}
async function revoked() {
  const { id } = await active();
  await revokeGrant(cast.petra, { grantId: id, reason });
  await performRevoke(id);
  return grantOf(id);
}
async function look(): Promise<number> {
  await rereadFunction(cast.functionId);
  return reconcileGrants();
}

describe("what lingers", () => {
  it("a statement that is back after its grant was revoked is told, and removed again", async () => {
    const { id, statementId, principal } = await revoked();
    expect(await look()).toBe(0);
    await add(statementId, principal);
    expect(await look()).toBe(1);
    expect(await grantOf(id)).toMatchObject({ state: "revoking", revokedAt: null, revokeReason: reason });
    expect(await lastEvent(id)).toBe("grant.lingering_found");
    expect(await db().notification.findFirst({ where: { grantId: id } })).toMatchObject({
      level: "danger",
      handles: expect.arrayContaining(["payments", "xaccount-administrators"]) as unknown,
    });
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({ state: "revoked" });
    expect(await policyNow()).not.toContain(statementId);
    expect(await look()).toBe(0);
  });

  it("a reading from before the end says nothing", async () => {
    const { id } = await active();
    const client = await clientFor(account, "us-east-1");
    const stale = await readFunction(client, account, await client.listVersionsOf("my-function"));
    await revokeGrant(cast.petra, { grantId: id, reason });
    await performRevoke(id);
    if (stale) await unaudited("catalog.read", (tx) => ingest(tx, stale));
    expect(await reconcileGrants()).toBe(0);
    expect(await grantOf(id)).toMatchObject({ state: "revoked" });
  });

  it("what was accepted to stand stays, and is nobody's", async () => {
    const { id, statementId } = await active();
    await remove(statementId);
    await add(statementId, "999900001111", "lambda:GetFunction");
    await look();
    await accept(cast.petra, { grantId: id, reason });
    await add("somebody-elses", "999900001111");
    expect(await look()).toBe(0);
    expect(await grantOf(id)).toMatchObject({ state: "revoked" });
    const row = await db().statement.findFirst({ where: { sid: statementId, goneAt: null } });
    expect(row).toMatchObject({ grantId: null });
    await remove(statementId);
  });
});

describe("what failed and stands", () => {
  async function failed(at: Date) {
    const id = await approved();
    const failure = {
      step: "apply",
      code: "Unreachable",
      sentence: "No answer.",
      at: at.toISOString(),
      told: true,
    };
    await unaudited("grant.attempted", (tx) =>
      tx.grant.update({ where: { id }, data: { state: "failed", failure } }),
    );
    return grantOf(id);
  }

  it("is gone on with, and becomes active", async () => {
    const { id, statementId, principal } = await failed(new Date());
    await add(statementId, principal);
    expect(await look()).toBe(1);
    expect(await grantOf(id)).toMatchObject({ state: "applying", failure: null });
    expect(await lastEvent(id)).toBe("grant.found_standing");
    await applyGrant(id);
    expect(await grantOf(id)).toMatchObject({ state: "active" });
  });

  it("is taken away where it was asked for anew meanwhile: one statement stays, and its request never was applied", async () => {
    const { id, statementId, principal, requestId } = await failed(new Date());
    const other = await grantOf((await verbs[0]?.prepare(cast, principal)) ?? "");
    await applyGrant(other.id);
    await add(statementId, principal);
    expect(await look()).toBe(1);
    expect(await lastEvent(id)).toBe("grant.found_standing");
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({ state: "revoked" });
    expect(await grantOf(other.id)).toMatchObject({ state: "active", drift: null });
    const policy = await policyNow();
    expect(policy.includes(other.statementId)).toBe(true);
    expect(policy.includes(statementId)).toBe(false);
    expect(await db().request.findUnique({ where: { id: requestId } })).toMatchObject({ state: "withdrawn" });
  });

  it("is not, where something else stands, or it was read before the failure", async () => {
    const other = await failed(new Date());
    const early = await failed(new Date(Date.now() + 60_000));
    await add(other.statementId, "999900001111");
    await add(early.statementId, early.principal);
    expect(await look()).toBe(0);
    for (const { id, statementId } of [other, early]) {
      expect(await grantOf(id)).toMatchObject({ state: "failed" });
      await remove(statementId);
    }
  });
});

describe("comparing", () => {
  it("tells whom it concerns once for each drift, and looks at nothing that did not change", async () => {
    const { id, statementId } = await active();
    await remove(statementId);
    expect(await look()).toBe(1);
    await add("neighbour", "999900001111");
    expect(await look()).toBe(0);
    const told = await db().notification.findMany({ where: { grantId: id } });
    expect(told).toMatchObject([
      { kind: "grant.drift_found", level: "warning", handles: ["payments"], personIds: [expect.any(String)] },
    ]);
    await restore(cast.petra, { grantId: id, reason });
    await applyGrant(id);
    await remove(statementId);
    expect(await look()).toBe(1);
    expect(await db().notification.count({ where: { grantId: id } })).toBe(2);
  });

  it("in pages comes to the same, and leaves nothing to be compared", async () => {
    const grants = [await active(), await active(), await active()];
    for (const { statementId } of grants) await remove(statementId);
    await rereadFunction(cast.functionId);
    await unaudited("grant.compared", (tx) => tx.target.updateMany({ data: { changes: { increment: 1 } } }));
    expect(await reconcileGrants(new Date(), 2)).toBe(3);
    const { count } = (
      await db().$queryRaw<[{ count: bigint }]>`
      SELECT count(*) FROM "Target" WHERE changes <> compared`
    )[0];
    expect(count).toBe(0n);
  });

  it("two at once find each drift once", async () => {
    const { id, statementId } = await active();
    await remove(statementId);
    await rereadFunction(cast.functionId);
    await Promise.all([reconcileGrants(), reconcileGrants()]);
    const { rows } = await listEvents({ grantId: id });
    expect(rows.filter(({ action }) => action === "grant.drift_found")).toHaveLength(1);
  });
});

describe("restoring", () => {
  it("is a review of each request that it stands for, and for none of those who asked", async () => {
    const { id, statementId, requestId } = await active();
    const pat = await makePerson("Pat", ["payments"]);
    const { principal } = await grantOf(id);
    const second = await verbs[0]?.prepare({ ...cast, casey: pat }, principal);
    const { requestId: of } = await db().justification.findUniqueOrThrow({ where: { itemId: second } });
    await remove(statementId);
    await look();
    await expect(restore(pat, { grantId: id, reason })).rejects.toMatchObject({ code: "Forbidden" });
    await restore(cast.petra, { grantId: id, reason: "It is needed still" });
    await applyGrant(id);
    for (const one of [requestId, of])
      expect(
        await db().review.findMany({ where: { requestId: one }, orderBy: { createdAt: "asc" } }),
      ).toMatchObject([{ verdict: "approve" }, { verdict: "approve", text: "It is needed still" }]);
    expect(await policyNow()).toContain(statementId);
  });
});

describe("several that compare at once", () => {
  const targetNow = () =>
    db().target.findFirstOrThrow({ where: { functionId: cast.functionId, qualifier: "prod" } });

  it("whoever compared before it came back keeps nothing: it was compared since, by another", async () => {
    const { id, statementId, principal } = await active();
    await look();
    await remove(statementId);
    await rereadFunction(cast.functionId);
    const { id: targetId } = await targetNow();
    const slow = (await findCompared([targetId])).find((one) => one.id === id);
    const difference = slow && differenceOf(slow);
    if (!slow || !difference) throw new Error("It does not differ.");
    expect(difference.drift).toBe("missing");

    await add(statementId, principal);
    await look();
    expect(await keepDrift(slow, difference, new Date())).toBeNull();
    expect(await grantOf(id)).toMatchObject({ drift: null, driftSince: null });
    expect(await db().notification.count({ where: { grantId: id, kind: "grant.drift_found" } })).toBe(0);
    expect(await lastEvent(id)).toBe("grant.applied");
  });

  it("what was read and compared before a verb was through is compared again after it", async () => {
    await look();
    const client = await clientFor(account, "us-east-1");
    const live = await client.readPolicy("my-function", "prod"); // as the verb read it back
    await look();
    const before = await targetNow();
    expect(before.changes).toBe(before.compared);
    await unaudited("catalog.read", (tx) => policyRead(tx, cast.functionId, "prod", live));
    const after = await targetNow();
    expect(after).toMatchObject({ policy: before.policy, changes: before.compared + 1 });
    expect(await reconcileGrants()).toBe(0);
    expect((await targetNow()).compared).toBe(after.changes);
  });
});

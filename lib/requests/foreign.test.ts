import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/list";
import type { Actor } from "@/lib/audit/actor";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { expireDueGrants } from "@/lib/grants/expire";
import { performRevoke } from "@/lib/grants/perform-revoke";
import { reconcileGrants } from "@/lib/grants/reconcile";
import { revokeGrant } from "@/lib/grants/revoke";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { adoptStatement } from "./adopt";
import { getRequest } from "./get";
import { keepAdopted } from "./keep-adopted";
import { removeForeign } from "./remove-foreign";

withDatabase();
const sandbox = withSandbox();
const [payments, checkout, analytics] = ["123456789012", "111122223333", "444455556666"] as const;
const reason = "The settlement runs on it every night.";
let petra: Actor, cora: Actor, casey: Actor, anna: Actor;

beforeAll(async () => {
  await connectEstate();
  for (const id of [payments, checkout, analytics]) await syncNow(id);
  petra = await makePerson("Petra", ["payments"]);
  cora = await makePerson("Cora", ["checkout"]);
  casey = await makePerson("Casey", ["sales"]);
  anna = await makePerson("Anna", ["analytics"]);
});

/** The row of a statement that stands now, as a page shows it. */
async function shown(name: string, sid: string, qualifier = "") {
  const { id, document, grantId } = await db().statement.findFirstOrThrow({
    where: { sid, goneAt: null, target: { qualifier, function: { name } } },
  });
  return { statementId: id, shown: document, grantId };
}
async function policyOf(account: string, name: string, qualifier?: string): Promise<string> {
  const command = new GetPolicyCommand({ FunctionName: name, Qualifier: qualifier });
  return (await sandbox.clientOf(account).send(command)).Policy ?? "";
}
const grantOf = async (requestId: number) => {
  const [grant] = (await getRequest(requestId)).grants;
  if (!grant) throw new Error("The request has no grant.");
  return grant;
};
const actionsOf = async (requestId: number) =>
  (await listEvents({ requestId })).rows.map(({ action }) => action).reverse();

describe("adopting a statement that somebody made in AWS", () => {
  it("gives it an owner, a reason and an end, and writes nothing; at the end exactly it is removed", async () => {
    const before = await policyOf(payments, "my-function", "prod");
    const row = await shown("my-function", "nightly-settlement", "prod");
    const requestId = await adoptStatement(petra, { ...row, durationDays: "30", reason });
    expect(await policyOf(payments, "my-function", "prod")).toBe(before);
    const request = await getRequest(requestId);
    expect(request).toMatchObject({ kind: "adoption", state: "applied", reason, principalKind: "service" });
    expect(await grantOf(requestId)).toMatchObject({
      ...{ state: "active", origin: "adopted", principal: "events.amazonaws.com" },
      ...{ statementId: "nightly-settlement", statement: row.shown, drift: null },
    });
    expect((await shown("my-function", "nightly-settlement", "prod")).grantId).toBe(request.grants[0]?.id);
    expect(await reconcileGrants()).toBe(0);

    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    expect(await expireDueGrants(days(29))).toBe(0);
    expect(await expireDueGrants(days(31))).toBe(1);
    const aws = sandbox.clientOf(payments);
    await aws.send(
      new AddPermissionCommand({
        ...{ FunctionName: "my-function", Qualifier: "prod", StatementId: "neighbour" },
        ...{ Action: "lambda:InvokeFunction", Principal: "999900001111" },
      }),
    );
    await performRevoke((await grantOf(requestId)).id);
    expect(await grantOf(requestId)).toMatchObject({ state: "expired", failure: null });
    const after = await policyOf(payments, "my-function", "prod");
    expect(after).not.toContain("nightly-settlement");
    expect(after).toContain("neighbour");
    expect(await actionsOf(requestId)).toEqual([
      "request.adoption_decided",
      "grant.adopted",
      "grant.expiry_reached",
      "grant.expired",
    ]);
  });

  it("is for owners, once, and only for what was on their screen", async () => {
    const row = await shown("payments-refund", "orders-role", "prod");
    const ask = { ...row, durationDays: "30", reason };
    await expect(adoptStatement(casey, ask)).rejects.toMatchObject({ code: "Forbidden" });
    await expect(adoptStatement(petra, { ...ask, durationDays: "366", reason: "" })).rejects.toMatchObject({
      code: "Invalid",
      fields: { durationDays: expect.any(String) as unknown, reason: expect.any(String) as unknown },
    });
    const both = await Promise.allSettled([adoptStatement(petra, ask), adoptStatement(petra, ask)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(adoptStatement(petra, ask)).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("A grant stands for it") as unknown,
    });

    const other = await shown("payments-refund", "checkout-account", "previous");
    const aws = sandbox.clientOf(payments);
    const target = {
      FunctionName: "payments-refund",
      Qualifier: "previous",
      StatementId: "checkout-account",
    };
    await aws.send(new RemovePermissionCommand(target));
    await aws.send(
      new AddPermissionCommand({ ...target, Action: "lambda:GetFunction", Principal: "999900001111" }),
    );
    await expect(adoptStatement(petra, { ...ask, ...other })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("no longer as it was shown") as unknown,
    });
  });

  it("revoked, it goes; and when somebody writes it again, it is nobody's and can be adopted again", async () => {
    const row = await shown("payments-refund", "checkout-legacy");
    const requestId = await adoptStatement(petra, { ...row, durationDays: "7", reason });
    const grantId = (await grantOf(requestId)).id;
    await revokeGrant(petra, { grantId, reason: "They moved to prod" });
    await performRevoke(grantId);
    expect(await grantOf(requestId)).toMatchObject({ state: "revoked" });
    await sandbox.clientOf(payments).send(
      new AddPermissionCommand({
        ...{ FunctionName: "payments-refund", StatementId: "checkout-legacy" },
        ...{ Action: "lambda:InvokeFunction", Principal: checkout },
      }),
    );
    await rereadFunction((await getRequest(requestId)).functionId);
    await reconcileGrants();
    expect(await grantOf(requestId)).toMatchObject({ state: "revoked" });
    const again = await shown("payments-refund", "checkout-legacy");
    expect(again.grantId).toBeNull();
    await adoptStatement(petra, { ...again, durationDays: "7", reason });
  });

  it("can be kept for longer, by one more request, and goes when the last is over", async () => {
    const row = await shown("payments-fraud-check", "everyone-in-the-company", "prod");
    const first = await adoptStatement(petra, { ...row, durationDays: "5", reason });
    const { id: grantId } = await grantOf(first);
    const ask = { grantId, durationDays: "50", reason };
    await expect(keepAdopted(casey, ask)).rejects.toMatchObject({ code: "Forbidden" });
    const second = await keepAdopted(petra, ask);
    expect(await grantOf(second)).toMatchObject({ id: grantId, state: "active" });
    const in40 = new Date(Date.now() + 40 * 86_400_000);
    expect((await grantOf(second)).expiresAt?.getTime()).toBeGreaterThan(in40.getTime());
    await expireDueGrants(in40);
    expect(await grantOf(second)).toMatchObject({
      id: grantId,
      state: "active",
      principal: "o-demo0000xacc",
    });
    expect((await getRequest(first)).justifications[0]?.endCause).toBe("expired");
    await expireDueGrants(new Date(Date.now() + 51 * 86_400_000));
    await performRevoke(grantId);
    expect(await grantOf(second)).toMatchObject({ state: "expired" });
    await expect(keepAdopted(petra, ask)).rejects.toMatchObject({ code: "Conflict" });
  });

  it("says why where it can't be", async () => {
    const several = await shown("payments-ledger", "TeamsRead");
    await expect(adoptStatement(petra, { ...several, durationDays: "7", reason })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("several principals") as unknown,
    });
  });
});

describe("removing a statement that somebody made in AWS", () => {
  it("one that names a deleted role goes, as a revoke does, and the rest stays", async () => {
    const row = await shown("checkout-cart", "gone");
    await expect(adoptStatement(cora, { ...row, durationDays: "7", reason })).rejects.toMatchObject({
      message: expect.stringContaining("Remove it instead") as unknown,
    });
    await expect(removeForeign(casey, { ...row, reason })).rejects.toMatchObject({ code: "Forbidden" });
    const requestId = await removeForeign(cora, { ...row, reason });
    expect(await getRequest(requestId)).toMatchObject({ kind: "removal", state: "approved" });
    const { id } = await grantOf(requestId);
    await performRevoke(id);
    await performRevoke(id);
    expect(await grantOf(requestId)).toMatchObject({ state: "revoked", revokeReason: reason });
    expect((await getRequest(requestId)).state).toBe("applied");
    const policy = await policyOf(checkout, "checkout-cart");
    expect(policy).not.toContain('"gone"');
    expect(policy).toContain("analyst");
    expect(await actionsOf(requestId)).toEqual([
      "request.removal_decided",
      "grant.revoke_decided",
      "grant.revoked",
      "request.applied",
    ]);
  });

  it("one of several principals goes, too; a Deny does not", async () => {
    const several = await shown("payments-ledger", "TeamsRead");
    const requestId = await removeForeign(petra, { ...several, reason });
    await performRevoke((await grantOf(requestId)).id);
    expect(await policyOf(payments, "payments-ledger")).not.toContain("TeamsRead");
    const deny = await shown("payments-ledger", "NobodyChangesIt");
    await expect(removeForeign(petra, { ...deny, reason })).rejects.toMatchObject({
      message: expect.stringContaining("It denies") as unknown,
    });
  });

  it("changed between the decision and the removal, it stays, and people are told", async () => {
    const row = await shown("analytics-ingest", "from-payments");
    const requestId = await removeForeign(anna, { ...row, reason });
    const aws = sandbox.clientOf(analytics);
    const target = { FunctionName: "analytics-ingest", StatementId: "from-payments" };
    await aws.send(new RemovePermissionCommand(target));
    await aws.send(new AddPermissionCommand({ ...target, Action: "lambda:*", Principal: payments }));
    await performRevoke((await grantOf(requestId)).id);
    expect(await grantOf(requestId)).toMatchObject({
      state: "revoking",
      failure: { code: "Conflict", told: true },
    });
  });
});

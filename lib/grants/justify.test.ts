import { randomUUID } from "node:crypto";
import { GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import pg from "pg";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { listEvents } from "@/lib/audit/list";
import { refreshPolicy } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { giveBack } from "@/lib/requests/give-back";
import { reviewRequest } from "@/lib/requests/review";
import { submitRequest } from "@/lib/requests/submit";
import type { Actor } from "@/lib/audit/actor";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { expireDueGrants } from "./expire";
import { performRevoke } from "./perform-revoke";
import { revokeGrant } from "./revoke";

const database = withDatabase();
const sandbox = withSandbox();
let casey: Actor, cem: Actor, petra: Actor, functionId: string;
const reason = "No longer needed";

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  casey = await makePerson("Casey", ["checkout"]);
  cem = await makePerson("Cem", ["checkout"]);
  petra = await makePerson("Petra", ["payments"]);
  functionId = (await db().function.findFirstOrThrow({ where: { name: "my-function" } })).id;
});

async function ask(who: Actor, principal: string, days: string): Promise<number> {
  return submitRequest(who, {
    ...{ functionId, qualifier: "prod", action: "lambda:InvokeFunction", principal },
    ...{ durationDays: days, reason: "Reports need it every night.", draftId: randomUUID() },
  });
}
async function approve(id: number): Promise<void> {
  const { hash } = await analyseRequest(await getRequest(id));
  await reviewRequest(petra, { requestId: String(id), verdict: "approve", analysisHash: hash });
}
async function askApproved(who: Actor, principal: string): Promise<number> {
  const id = await ask(who, principal, "5");
  await approve(id);
  return id;
}
/** Two requests for the same, the first applied: one grant. */
async function two(principal: string) {
  const first = await ask(casey, principal, "10");
  await approve(first);
  const grantId = (await getRequest(first)).grants[0]?.id ?? "";
  await applyGrant(grantId);
  const second = await ask(cem, principal, "30");
  const { items } = await analyseRequest(await getRequest(second));
  expect(items[0]).toMatchObject({ standing: { id: grantId }, bytes: 0 });
  expect(items[0]?.diff.filter(({ kind }) => kind !== "same")).toEqual([]);
  expect(items[0]?.findings.map(({ code }) => code)).toContain("already-stands");
  await approve(second);
  expect((await getRequest(second)).grants.map(({ id }) => id)).toEqual([grantId]);
  return { first, second, grantId };
}
const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });
async function statementsOf(principal: string): Promise<number> {
  const command = new GetPolicyCommand({ FunctionName: "my-function", Qualifier: "prod" });
  const { Policy = "" } = await sandbox.clientOf("123456789012").send(command);
  return Policy.split(principal).length - 1;
}
/** How many of this database wait for a row that another transaction holds. */
async function waiting(): Promise<number> {
  const rows = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows[0]?.count ?? 0;
}
const days = (date: Date | null) => Math.round(((date?.getTime() ?? 0) - Date.now()) / 86_400_000);

describe("several requests for one statement", () => {
  it("a second request is applied at once, without a second statement, and it stands for longer", async () => {
    const principal = "700000000001";
    const { second, grantId } = await two(principal);
    expect((await getRequest(second)).state).toBe("applied");
    expect(days((await grantOf(grantId)).expiresAt)).toBe(30);
    expect(await statementsOf(principal)).toBe(1);
  });

  it("it stays while the last of them does, and goes with it", async () => {
    const principal = "700000000002";
    const { grantId } = await two(principal);
    expect(await expireDueGrants(new Date(Date.now() + 11 * 86_400_000))).toBe(0);
    expect(await grantOf(grantId)).toMatchObject({ state: "active" });
    expect(await expireDueGrants(new Date(Date.now() + 31 * 86_400_000))).toBeGreaterThan(0);
    await performRevoke(grantId);
    expect(await grantOf(grantId)).toMatchObject({ state: "expired" });
    expect(await statementsOf(principal)).toBe(0);
    const { rows } = await listEvents({ grantId });
    expect(rows.map(({ action }) => action).reverse()).toEqual([
      "grant.intended",
      "grant.applied",
      "grant.justified",
      "grant.justification_ended",
      "grant.expiry_reached",
      "grant.expired",
    ]);
  });

  it("whoever asked gives back their own, and can't end what others rely on", async () => {
    const { first, second, grantId } = await two("700000000003");
    await expect(revokeGrant(casey, { grantId, reason })).rejects.toMatchObject({ code: "Forbidden" });
    await giveBack(casey, { requestId: first, reason });
    expect(await grantOf(grantId)).toMatchObject({ state: "active" });
    await expect(giveBack(casey, { requestId: first, reason })).rejects.toMatchObject({ code: "Conflict" });
    await expect(giveBack(casey, { requestId: second, reason })).rejects.toMatchObject({ code: "Forbidden" });
    await giveBack(cem, { requestId: second, reason });
    expect(await grantOf(grantId)).toMatchObject({ state: "revoking", revokeReason: reason });
  });

  it("it never stands for longer than what is left of them, though one is given back while another is approved", async () => {
    const { second, grantId } = await two("700000000005");
    const third = await ask(casey, "700000000005", "20");
    const client = new pg.Client({ connectionString: database.url() });
    await client.connect();
    // As giving back does it: the grant is held while its end is set anew.
    await client.query("BEGIN");
    await client.query(`UPDATE "Justification" SET "endedAt" = now() WHERE "requestId" = $1`, [second]);
    await client.query(
      `UPDATE "Grant" SET "expiresAt" = (SELECT max("expiresAt") FROM "Justification" WHERE "grantId" = id AND "endedAt" IS NULL) WHERE id = $1`,
      [grantId],
    );
    const approving = approve(third).catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 10_000 });
    await client.query("COMMIT");
    await client.end();
    expect(await approving).toMatchObject({ code: "Conflict" });
    await approve(third);
    expect(days((await grantOf(grantId)).expiresAt)).toBe(20);
  });

  it("an owner who revokes ends all of them", async () => {
    const { first, second, grantId } = await two("700000000004");
    await revokeGrant(petra, { grantId, reason });
    await performRevoke(grantId);
    for (const id of [first, second])
      expect((await getRequest(id)).justifications).toMatchObject([
        { endCause: "revoked", endReason: reason },
      ]);
  });

  it("revoked while it is being applied, it is taken away again", async () => {
    const principal = "700000000007";
    const id = await ask(casey, principal, "5");
    await approve(id);
    const grantId = (await getRequest(id)).grants[0]?.id ?? "";
    await Promise.all([applyGrant(grantId), revokeGrant(petra, { grantId, reason })]);
    await performRevoke(grantId);
    expect(await grantOf(grantId)).toMatchObject({ state: "revoked" });
    expect(await statementsOf(principal)).toBe(0);
  });

  it.each([
    ["revoked", "withdrawn"],
    ["expired", "lapsed"],
  ])("%s before it stood, none of its requests was ever applied: %s", async (how, state) => {
    const principal = how === "revoked" ? "700000000008" : "700000000009";
    const ids = [await askApproved(casey, principal), await askApproved(cem, principal)];
    const grantId = (await getRequest(ids[1] ?? 0)).grants[0]?.id ?? "";
    if (how === "revoked") await revokeGrant(petra, { grantId, reason });
    else await expireDueGrants(new Date(Date.now() + 6 * 86_400_000));
    await performRevoke(grantId);
    for (const id of ids) {
      expect(await getRequest(id)).toMatchObject({ state, grants: [{ state: how, appliedAt: null }] });
      const actions = (await listEvents({ requestId: id })).rows.map(({ action }) => action);
      expect(actions).toContain("request.not_applied");
      expect(actions).not.toContain("request.applied");
    }
  });

  it("given back before it stood, a request was not applied, though another's statement then stands", async () => {
    const [first, second] = [
      await askApproved(casey, "700000000010"),
      await askApproved(cem, "700000000010"),
    ];
    await giveBack(cem, { requestId: second, reason });
    await applyGrant((await getRequest(first)).grants[0]?.id ?? "");
    expect((await getRequest(first)).state).toBe("applied");
    expect((await getRequest(second)).state).toBe("withdrawn");
  });

  it("approved for what was removed, and revoked before it stood again, was not applied by what stood before", async () => {
    const principal = "700000000011";
    const first = await askApproved(casey, principal);
    const grantId = (await getRequest(first)).grants[0]?.id ?? "";
    await applyGrant(grantId);
    const { statementId: StatementId } = await grantOf(grantId);
    const target = { FunctionName: "my-function", Qualifier: "prod", StatementId };
    await sandbox.clientOf("123456789012").send(new RemovePermissionCommand(target));
    await refreshPolicy(functionId, "prod");
    const second = await askApproved(cem, principal);
    expect(await grantOf(grantId)).toMatchObject({ state: "applying" });
    await revokeGrant(petra, { grantId, reason });
    await performRevoke(grantId);
    expect((await getRequest(first)).state).toBe("applied");
    expect((await getRequest(second)).state).toBe("withdrawn");
  });
});

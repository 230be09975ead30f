import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AddPermissionCommand, RemovePermissionCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { refreshPolicy } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import type { PersonActor } from "@/lib/identity/types";
import { breakGlass } from "@/lib/requests/break-glass";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { reasonsFor } from "@/lib/requests/reasons";
import { approve, ask, myFunctionId, shownHash } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { accept, restore } from "@/tests/settle";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { reconcileGrants } from "./reconcile";

// Read when a rule is first asked for, so that it holds for all of this file.
const folder = mkdtempSync(path.join(tmpdir(), "xaccount-rules-"));
cpSync("rules", folder, { recursive: true });
writeFileSync(
  path.join(folder, "ours.cedar"),
  `@id("partner-is-not-for-payments")
   @reason("Access of 700000000009 is for administrators.")
   forbid (principal in Group::"payments", action == Action::"approve", resource is Request)
   when { resource has principalAccountId && resource.principalAccountId == "700000000009" };`,
);
process.env.XACCOUNT_RULES = folder;
afterAll(() => rmSync(folder, { recursive: true }));

const database = withDatabase();
const sandbox = withSandbox();
let casey: PersonActor, cem: PersonActor, petra: PersonActor, ada: PersonActor, otto: PersonActor;
let aws: LambdaClient, functionId: string;
const reason = "Removed by mistake";
const withoutEnd = "Only an administrator can approve access without an end.";

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  casey = await makePerson("Casey", ["checkout"]);
  cem = await makePerson("Cem", ["checkout"]);
  petra = await makePerson("Petra", ["payments"]);
  ada = await makePerson("Ada", ["xaccount-administrators"]);
  otto = await makePerson("Otto", ["xaccount-break-glass"]);
  aws = sandbox.clientOf("123456789012");
  functionId = await myFunctionId();
});

const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });
const grantsOf = async (requestId: number) => (await getRequest(requestId)).grants;
const target = { FunctionName: "my-function", Qualifier: "prod" };
const permanent = { permanent: "yes", durationDays: "" };

/** A grant of which somebody removed the statement in AWS, which was noticed. */
async function removed(values: Record<string, string>): Promise<string> {
  const requestId = await ask(casey, values);
  await approve(ada, requestId);
  const { id = "", statementId: StatementId } = (await grantsOf(requestId))[0] ?? {};
  await applyGrant(id);
  await aws.send(new RemovePermissionCommand({ ...target, StatementId }));
  await refreshPolicy(functionId, "prod");
  await reconcileGrants();
  expect(await grantOf(id)).toMatchObject({ state: "active", drift: "missing" });
  return id;
}

describe("to restore is a decision like an approval", () => {
  it("what has no end is restored by whoever may approve that, and by nobody else", async () => {
    const grantId = await removed({ principal: "700000000001", ...permanent });
    const refusal = { code: "Forbidden", message: withoutEnd };
    await expect(restore(petra, { grantId, reason })).rejects.toMatchObject(refusal);
    expect(await grantOf(grantId)).toMatchObject({ state: "active", drift: "missing" });
    await restore(ada, { grantId, reason });
    await applyGrant(grantId);
    expect(await grantOf(grantId)).toMatchObject({ state: "active", drift: null, expiresAt: null });
  });

  it("rules of an installation's own on approving hold for restoring, too", async () => {
    const grantId = await removed({ principal: "700000000009" });
    const refusal = { code: "Forbidden", message: "Access of 700000000009 is for administrators." };
    await expect(restore(petra, { grantId, reason })).rejects.toMatchObject(refusal);
    await restore(ada, { grantId, reason });
    await applyGrant(grantId);
    expect(await grantOf(grantId)).toMatchObject({ state: "active", drift: null });
  });
});

describe("one more request for what was removed restores it for all it stood for", () => {
  it("so that what has no end is settled first where whoever approves may not approve that", async () => {
    const principal = "700000000002";
    const grantId = await removed({ principal, ...permanent });
    const requestId = await ask(cem, { principal, durationDays: "30" });
    const request = await getRequest(requestId);
    const analysis = await analyseRequest(request);
    const { approve: why } = reasonsFor(petra, request, analysis);
    expect(why).toContain(withoutEnd);
    expect(reasonsFor(ada, request, analysis).approve).toBeNull();
    const refusal = { code: "Conflict", message: `${why ?? ""} Nothing was approved.` };
    await expect(approve(petra, requestId)).rejects.toMatchObject(refusal);
    expect(await grantOf(grantId)).toMatchObject({ state: "active", drift: "missing" });

    await accept(petra, { grantId, reason: "Nobody knew of it" });
    await approve(petra, requestId);
    const [grant] = await grantsOf(requestId);
    await applyGrant(grant?.id ?? "");
    expect(await grantsOf(requestId)).toMatchObject([{ state: "active" }]);
    expect(grant?.id).not.toBe(grantId);
    expect(grant?.expiresAt).not.toBeNull();
  });

  it("but whoever is on call does, by breaking glass, since an emergency waits for nobody", async () => {
    const principal = "700000000003";
    const grantId = await removed({ principal });
    const { expiresAt } = await grantOf(grantId);
    const requestId = await ask(cem, { principal, durationDays: "1" });
    const request = await getRequest(requestId);
    const { approve: mayNot, breakGlass: may } = reasonsFor(otto, request, await analyseRequest(request));
    expect([mayNot, may]).toEqual([expect.any(String), null]);
    const sent = { requestId: String(requestId), reason: "Payments are down." };
    await breakGlass(otto, { ...sent, analysisHash: await shownHash(requestId) });
    await applyGrant(grantId);
    expect(await grantOf(grantId)).toMatchObject({ state: "active", drift: null, expiresAt });
    expect((await getRequest(requestId)).glassBrokenById).toBe(otto.personId);
  });
});

/** How many of this database wait for a lock that another transaction holds. */
async function waiting(): Promise<number> {
  const rows = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows[0]?.count ?? 0;
}

it("what another request came to rely on at the same moment is not accepted as over", async () => {
  const principal = "700000000004";
  const grantId = await removed({ principal });
  const { statementId: StatementId } = await grantOf(grantId);
  const requestId = await ask(cem, { principal });
  const said = { StatementId, Action: "lambda:InvokeFunction", Principal: principal };
  await aws.send(new AddPermissionCommand({ ...target, ...said })); // back, which is not noticed yet
  await refreshPolicy(functionId, "prod");
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  await client.query("BEGIN");
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`decide ${functionId} prod`]);
  const approving = approve(petra, requestId);
  await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 10_000 });
  const accepting = accept(petra, { grantId, reason }).catch((error: unknown) => error);
  await vi.waitFor(async () => expect(await waiting()).toBe(2), { timeout: 10_000 });
  await client.query("COMMIT");
  await client.end();
  await approving;
  expect(await accepting).toMatchObject({ code: "Conflict" });
  expect(await grantOf(grantId)).toMatchObject({ state: "active" });
  expect((await getRequest(requestId)).justifications).toMatchObject([{ grantId, endedAt: null }]);
});

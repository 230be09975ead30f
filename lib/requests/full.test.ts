import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import pg from "pg";
import { beforeAll, expect, it, vi } from "vitest";
import { refreshPolicy } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { applyGrant } from "@/lib/grants/apply";
import { findFound } from "@/lib/grants/found";
import { performRevoke } from "@/lib/grants/perform-revoke";
import { reconcileGrants } from "@/lib/grants/reconcile";
import { revokeGrant } from "@/lib/grants/revoke";
import type { PersonActor } from "@/lib/identity/types";
import { approve, ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { restore } from "@/tests/settle";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { breakGlass } from "./break-glass";
import { analyseRequest, getRequest } from "./get";
import { reasonsFor } from "./reasons";

const database = withDatabase();
const sandbox = withSandbox();
const media = "666677778888";
const limit = 20_480;
let casey: PersonActor, marc: PersonActor, otto: PersonActor, functionId: string;
const owner = () => sandbox.clientOf(media);

beforeAll(async () => {
  await connectEstate();
  await syncNow(media);
  casey = await makePerson("Casey", ["checkout"]);
  marc = await makePerson("Marc", ["media"]);
  otto = await makePerson("Otto", ["xaccount-break-glass"]);
  const found = await db().function.findFirstOrThrow({ where: { name: "media-ingest", accountId: media } });
  functionId = found.id;
});

const askFor = (principal: string) => ask(casey, { functionId, qualifier: "", principal });
async function bytes(): Promise<number> {
  const { Policy = "" } = await owner().send(new GetPolicyCommand({ FunctionName: "media-ingest" }));
  return Buffer.byteLength(Policy);
}
async function add(StatementId: string, SourceArn: string): Promise<void> {
  const Action = "lambda:InvokeFunction";
  const fields = { FunctionName: "media-ingest", StatementId, Action, Principal: "sns.amazonaws.com" };
  await owner().send(new AddPermissionCommand({ ...fields, SourceArn }));
}
/** Fills the policy until so many bytes are left, by one statement. */
async function leave(left: number, StatementId: string): Promise<void> {
  await add(StatementId, `arn:aws:sns:us-east-1:${media}:`);
  const missing = limit - left - (await bytes());
  await owner().send(new RemovePermissionCommand({ FunctionName: "media-ingest", StatementId }));
  await add(StatementId, `arn:aws:sns:us-east-1:${media}:${"x".repeat(missing)}`);
}
/** Fills the policy until not even the smallest request fits. */
async function fill(): Promise<void> {
  for (let index = 0; (await bytes()) < limit - 250; index += 1)
    await add(`fill-${index}`, `arn:aws:sns:us-east-1:${media}:fill-${index}`);
  await refreshPolicy(functionId, "");
}
async function askedAndApplied(principal: string): Promise<number> {
  for (const StatementId of ["topic-subscription-002", "topic-subscription-003", "topic-subscription-004"])
    await owner().send(new RemovePermissionCommand({ FunctionName: "media-ingest", StatementId }));
  await refreshPolicy(functionId, "");
  const id = await askFor(principal);
  await approve(marc, id);
  await applyGrant((await getRequest(id)).grants[0]?.id ?? "");
  return id;
}
const shown = async (id: number) => {
  const analysis = await analyseRequest(await getRequest(id));
  const full = analysis.items[0]?.findings.find(({ code }) => code === "policy-full");
  return { analysis, detail: full?.detail ?? "" };
};

it("a policy that is full: foreseen before approval, which is refused, and what it says must go makes the room", async () => {
  // A grant that is over, and somebody put its statement back.
  const first = await askFor("700000000001");
  await approve(marc, first);
  const { id: grantId, statementId } = (await getRequest(first)).grants[0] ?? { id: "", statementId: "" };
  await applyGrant(grantId);
  await revokeGrant(marc, { grantId, reason: "No longer needed" });
  await performRevoke(grantId);
  await add(statementId, `arn:aws:sns:us-east-1:${media}:again`);
  await add("twin", `arn:aws:sns:us-east-1:${media}:again`);
  await fill();

  const id = await askFor("700000000002");
  const { analysis, detail } = await shown(id);
  expect(detail).toContain(`${statementId} (its grant has ended, `);
  const request = await getRequest(id);
  expect(reasonsFor(marc, request, analysis).approve).toContain("The policy of media-ingest is full");
  expect(reasonsFor(otto, request, analysis).breakGlass).toContain("AWS would refuse");
  const before = await bytes();
  const full = {
    code: "Conflict",
    message: expect.stringContaining("Nothing was approved") as string,
  };
  await expect(approve(marc, id)).rejects.toMatchObject(full);
  const broken = breakGlass(otto, {
    ...{ requestId: String(id), reason: "Payments are down." },
    analysisHash: analysis.hash,
  });
  await expect(broken).rejects.toMatchObject(full);
  expect(await getRequest(id)).toMatchObject({ state: "pending", grants: [], reviews: [] });
  expect(await bytes()).toBe(before);

  await owner().send(new RemovePermissionCommand({ FunctionName: "media-ingest", StatementId: statementId }));
  await refreshPolicy(functionId, "");
  expect((await shown(id)).detail).toBe("");
  await approve(marc, id);
  await applyGrant((await getRequest(id)).grants[0]?.id ?? "");
  expect((await getRequest(id)).grants).toMatchObject([{ state: "active" }]);
});

it("what was removed and is asked for again takes room, too, when the policy was filled meanwhile", async () => {
  const standing = (await getRequest(await askedAndApplied("700000000005"))).grants[0];
  const StatementId = standing?.statementId ?? "";
  await owner().send(new RemovePermissionCommand({ FunctionName: "media-ingest", StatementId }));
  await leave(100, "filler");
  await refreshPolicy(functionId, "");
  const again = await askFor("700000000005");
  const { analysis, detail } = await shown(again);
  expect(analysis.items[0]).toMatchObject({ standing: { id: standing?.id }, isThere: false });
  expect(detail).toContain("AWS would refuse it");
  expect(reasonsFor(marc, await getRequest(again), analysis).approve).toContain("is full");
  await expect(approve(marc, again)).rejects.toMatchObject({ code: "Conflict" });
  await owner().send(new RemovePermissionCommand({ FunctionName: "media-ingest", StatementId: "filler" }));
  await refreshPolicy(functionId, "");
  await approve(marc, again);
  await applyGrant(standing?.id ?? "");
  expect((await getRequest(again)).grants).toMatchObject([{ id: standing?.id, state: "active" }]);
});

it("what was removed is not restored where the policy was filled meanwhile, which says what could go", async () => {
  const standing = { principal: "700000000005", state: "active" as const }; // of the test before this
  const { id: grantId, statementId: StatementId } = await db().grant.findFirstOrThrow({ where: standing });
  await owner().send(new RemovePermissionCommand({ FunctionName: "media-ingest", StatementId }));
  await refreshPolicy(functionId, "");
  await reconcileGrants();
  const grantOf = () => db().grant.findUniqueOrThrow({ where: { id: grantId } });
  const fullOf = async () => (await findFound([await grantOf()])).get(grantId)?.full ?? null;
  expect(await fullOf()).toBeNull();
  await leave(100, "filler"); // which is not read yet: who restores reads it
  const refusal = {
    code: "Conflict",
    message: expect.stringMatching(
      /media-ingest is full\. AWS would refuse it: .* filler \(.*Nothing was restored/,
    ) as string,
  };
  const reason = "Removed by mistake";
  await expect(restore(marc, { grantId, reason })).rejects.toMatchObject(refusal);
  expect(await grantOf()).toMatchObject({ state: "active", drift: "missing" });
  expect(await fullOf()).toContain("filler (");
  await owner().send(new RemovePermissionCommand({ FunctionName: "media-ingest", StatementId: "filler" }));
  await restore(marc, { grantId, reason });
  await applyGrant(grantId);
  expect(await grantOf()).toMatchObject({ state: "active", drift: null });
});

it("what is approved and not written yet takes its room, too", async () => {
  // Room for one more, and not for two: two statements of the estate make place for one that leaves 300 bytes.
  for (const StatementId of ["topic-subscription-000", "topic-subscription-001"])
    await owner().send(new RemovePermissionCommand({ FunctionName: "media-ingest", StatementId }));
  await leave(300, "pad");
  await refreshPolicy(functionId, "");
  const [one, two] = [await askFor("700000000003"), await askFor("700000000004")];
  expect((await shown(two)).detail).toBe("");
  await approve(marc, one);
  expect((await shown(two)).detail).toContain("AWS would refuse it");
  await expect(approve(marc, two)).rejects.toMatchObject({ code: "Conflict" });
  await applyGrant((await getRequest(one)).grants[0]?.id ?? "");
  expect((await getRequest(one)).grants).toMatchObject([{ state: "active" }]);
  expect((await getRequest(two)).state).toBe("pending");
});

/** How many of this database wait for a row that another transaction holds. */
async function waiting(): Promise<number> {
  const rows = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows[0]?.count ?? 0;
}

it("of two that are approved at once, where one fits, one is; the other is told as if it came later", async () => {
  await owner().send(new RemovePermissionCommand({ FunctionName: "media-ingest", StatementId: "pad" }));
  await leave(300, "pad-again");
  await refreshPolicy(functionId, "");
  const ids = [await askFor("700000000006"), await askFor("700000000007")];
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  await client.query("BEGIN");
  await client.query(`SELECT id FROM "Request" WHERE id = ANY($1) FOR UPDATE`, [ids]);
  const both = Promise.allSettled(ids.map((id) => approve(marc, id)));
  // Both have looked at the policy by now, and found room.
  await vi.waitFor(async () => expect(await waiting()).toBe(2), { timeout: 10_000 });
  await client.query("COMMIT");
  await client.end();
  const answers = await both;
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(answers.find(({ status }) => status === "rejected")).toMatchObject({
    reason: {
      code: "Conflict",
      message: expect.stringMatching(/media-ingest is full.*Nothing was approved/) as string,
    },
  });
  const states = await Promise.all(ids.map(async (id) => (await getRequest(id)).state));
  expect(states.toSorted()).toEqual(["approved", "pending"]);
  const grants = (await Promise.all(ids.map(getRequest))).flatMap((request) => request.grants);
  expect(grants).toHaveLength(1);
  await applyGrant(grants[0]?.id ?? "");
  expect(await db().grant.findFirst({ where: { id: grants[0]?.id } })).toMatchObject({ state: "active" });
});

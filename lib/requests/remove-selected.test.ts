import { randomUUID } from "node:crypto";
import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { beforeAll, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/list";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { performRevoke } from "@/lib/grants/perform-revoke";
import { listSelectedStatements } from "@/lib/grants/selected-statements";
import type { PersonActor } from "@/lib/identity/types";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { adoptStatement } from "./adopt";
import { removeSelected } from "./remove-selected";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const target = { FunctionName: "my-function", Qualifier: "canary" };
const reason = "Nobody knows what they are for.";
let petra: PersonActor;
interface Shown {
  statementId: string;
  shown: string;
}

beforeAll(async () => {
  await connectEstate();
  for (const id of [account, "111122223333"]) await syncNow(id);
  petra = await makePerson("Petra", ["payments"]);
});

/** Statements that somebody makes in AWS, as they are shown then. */
async function makeStatements(...sids: string[]) {
  for (const StatementId of sids)
    await sandbox.clientOf(account).send(
      new AddPermissionCommand({
        ...{ ...target, StatementId },
        ...{ Action: "lambda:InvokeFunction", Principal: "999900001111" },
      }),
    );
  const { id } = await db().function.findFirstOrThrow({ where: { name: target.FunctionName } });
  await rereadFunction(id);
  return Promise.all(sids.map((sid) => shown(sid)));
}
async function shown(sid: string): Promise<Shown> {
  const { id, document } = await db().statement.findFirstOrThrow({ where: { sid, goneAt: null } });
  return { statementId: id, shown: document };
}
const policy = async () => (await sandbox.clientOf(account).send(new GetPolicyCommand(target))).Policy ?? "";
const rowsOf = async (...ids: string[]) => (await listSelectedStatements(ids)).rows;

it("each is removed by itself, and one that can't be does not hold up the others", async () => {
  const all = await makeStatements("one", "two", "changed", "adopted");
  const [one, two, changed, adopted] = all as [Shown, Shown, Shown, Shown];
  await adoptStatement(petra, { ...adopted, durationDays: "30", reason: "The nightly run needs it." });
  const aws = sandbox.clientOf(account);
  await aws.send(new RemovePermissionCommand({ ...target, StatementId: "changed" }));
  await aws.send(
    new AddPermissionCommand({
      ...{ ...target, StatementId: "changed" },
      ...{ Action: "lambda:GetFunction", Principal: "999900001111" },
    }),
  );
  const foreign = await shown("gone"); // on a function of others
  const unknown = { statementId: randomUUID(), shown: "{}" };
  const statements = [foreign, one, changed, unknown, adopted, two, one];
  const outcomes = await removeSelected(petra, { statements, reason });
  expect(outcomes.map(({ id, failure }) => [id, failure?.code])).toEqual([
    [foreign.statementId, "Forbidden"],
    [one.statementId, undefined],
    [changed.statementId, "Conflict"],
    [unknown.statementId, "NotFound"],
    [adopted.statementId, "Conflict"],
    [two.statementId, undefined],
  ]);
  const rows = await rowsOf(one.statementId, two.statementId);
  expect(rows.map(({ sid, grant }) => [sid, grant?.state, grant?.revokedBy?.name])).toEqual([
    ["one", "revoking", "Petra"],
    ["two", "revoking", "Petra"],
  ]);
  for (const { grant } of rows) {
    const { rows: events } = await listEvents({ requestId: grant?.requestId });
    expect(events.map(({ action }) => action)).toEqual(["grant.revoke_decided", "request.removal_decided"]);
    expect(events[1]?.reason).toBe(reason);
    const { id } = await db().grant.findFirstOrThrow({ where: { requestId: grant?.requestId } });
    await performRevoke(id);
  }
  const left = await policy();
  for (const sid of ["one", "two"]) expect(left).not.toContain(`"${sid}"`);
  for (const sid of ["changed", "adopted"]) expect(left).toContain(`"${sid}"`);
  const after = await rowsOf(...statements.map(({ statementId }) => statementId));
  const tell = ({ sid, grant, goneAt }: (typeof after)[0]) => [sid, grant?.state, goneAt !== null];
  expect(after.map(tell)).toEqual([
    ["gone", undefined, false],
    ["adopted", "active", false],
    ["changed", undefined, true], // what stands under its ID now is another
    ["one", "revoked", true],
    ["two", "revoked", true],
  ]);
});

it("nothing is tried without a reason, with nothing selected, with more than a page, or what is no statement", async () => {
  const [one] = (await makeStatements("stays")) as [Shown];
  const many = Array.from({ length: 50 }, () => ({ statementId: randomUUID(), shown: "{}" }));
  for (const [field, input] of [
    ["reason", { statements: [one], reason: " " }],
    ["statements", { statements: [], reason }],
    ["statements", { statements: [one, ...many], reason }],
    ["statements.0.shown", { statements: [{ statementId: one.statementId }], reason }],
    ["statements.1.statementId", { statements: [one, { statementId: "no ID", shown: "{}" }], reason }],
  ] as const) {
    await expect(removeSelected(petra, input)).rejects.toMatchObject({
      code: "Invalid",
      fields: { [field]: expect.any(String) as unknown },
    });
  }
  expect(await policy()).toContain('"stays"');
  expect((await rowsOf(one.statementId))[0]?.grant).toBeNull();
});

it("what was selected and is not known is counted, and so is what is beyond a page", async () => {
  const one = await shown("gone");
  const listed = await listSelectedStatements([one.statementId, one.statementId, "no ID", randomUUID()]);
  expect([listed.rows.length, listed.unknown, listed.left]).toEqual([1, 2, 0]);
  expect(await listSelectedStatements(Array.from({ length: 52 }, () => randomUUID()))).toEqual({
    ...{ rows: [], unknown: 50, left: 2 },
  });
});

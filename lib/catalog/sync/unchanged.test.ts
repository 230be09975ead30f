import { randomUUID } from "node:crypto";
import { CreateRoleCommand, DeleteRoleCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { estateOf } from "@/tests/estates/estate-of";
import { withDatabase } from "@/tests/with-database";
import { syncNow, withSandbox } from "@/tests/with-sandbox";
import { importAccounts } from "../import-accounts";
import { receiveEvent } from "../notice";
import { isUnchanged } from "./unchanged";

const home = "555566667777";
const region = "us-east-1";
const names = ["one", "two", "three"];
const shapes = names.map((name) => ({ account: home, region, name, versions: 1 }) as const);
withDatabase();
const sandbox = withSandbox(() => estateOf(shapes));

beforeAll(async () => {
  await importAccounts({ kind: "system", name: "cli" }, [
    { id: home, name: "home", ambient: true, regions: [region] },
  ]);
});

/** An event of a call. @param detail what differs from a call that changed nothing */
const event = (detail: object = { errorCode: "AccessDenied" }) => ({
  ...{ "detail-type": "AWS API Call via CloudTrail", source: "aws.lambda", account: home, region },
  detail: {
    ...{ eventID: randomUUID(), eventSource: "lambda.amazonaws.com", eventTime: new Date().toISOString() },
    ...{ eventName: "AddPermission20150331v2", requestParameters: { functionName: "one" } },
    ...detail,
  },
});

/** Reads AWS. @returns how many policies were read for it, and how many functions were not read */
async function sync() {
  sandbox.running().setQuotas(false);
  await syncNow(home);
  const policies =
    sandbox
      .running()
      .quotas()
      .uses.find(({ bucket }) => bucket === "getPolicy")?.calls ?? 0;
  const part = await db().syncPart.findFirstOrThrow({ orderBy: { startedAt: "desc" } });
  return { policies, unchanged: part.functionsUnchanged, done: part.functionsDone };
}

const all = { policies: 6, unchanged: 0, done: 3 };
const none = { policies: 0, unchanged: 3, done: 3 };
const one = { policies: 2, unchanged: 2, done: 3 };
const age = (data: object) =>
  unaudited("catalog.read", (tx) => tx.function.updateMany({ where: { name: "two" }, data }));
const syncedAt = async () =>
  (await db().function.findMany({ orderBy: { name: "asc" } })).map((row) => row.syncedAt);

describe("a sync reads only what can have changed", () => {
  it("and that is everything, while no events arrive, or none did when it was read", async () => {
    expect(await sync()).toEqual(all);
    expect(await sync()).toEqual(all);
    await receiveEvent(event());
    expect(await sync()).toEqual(all);
  });

  it("and nothing, when events arrive and told of nothing; when it was read stays true", async () => {
    const before = await syncedAt();
    expect(await sync()).toEqual(none);
    expect(await syncedAt()).toEqual(before);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["what an event told of", () => receiveEvent(event({ errorCode: undefined }))],
    [
      "what is listed otherwise, though nothing told of it",
      () =>
        sandbox
          .clientOf(home)
          .send(new UpdateFunctionConfigurationCommand({ FunctionName: "two", Description: "Another" })),
    ],
    ["what was last read too long ago", () => age({ syncedAt: new Date(Date.now() - 25 * 3_600_000) })],
    ["what is known to be gone and is there", () => age({ goneAt: new Date() })],
  ])("and %s", async (_what, change) => {
    // What was noticed a moment ago is read once more, for the clocks: here it is long ago.
    await unaudited("catalog.read", (tx) => tx.$executeRaw`UPDATE "Notice" SET "receivedAt" = 'epoch'`);
    await change();
    expect(await sync()).toEqual(one);
  });

  it("and what lets a role in: that it is deleted, no call of Lambda tells", async () => {
    const iam = sandbox.iamOf(home);
    const trust = { Version: "2012-10-17", Statement: [] };
    const role = { RoleName: "caller" };
    await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    const target = { FunctionName: "three", StatementId: "role" };
    await sandbox.clientOf(home).send(
      new AddPermissionCommand({
        ...{ ...target, Action: "lambda:InvokeFunction", Principal: `arn:aws:iam::${home}:role/caller` },
      }),
    );
    await age({ syncedAt: new Date(Date.now() - 25 * 3_600_000) });
    await receiveEvent(
      event({ errorCode: undefined, requestParameters: { functionName: "three", statementId: "role" } }),
    );
    await sync();
    await unaudited("catalog.read", (tx) => tx.$executeRaw`UPDATE "Notice" SET "receivedAt" = 'epoch'`);
    await iam.send(new DeleteRoleCommand(role));
    expect(await sync()).toEqual(one);
    const kinds = await db().statementPrincipal.findMany({ where: { goneAt: null }, select: { kind: true } });
    expect(kinds).toEqual([{ kind: "orphan" }]);
    expect(await sync()).toEqual(none);
    await sandbox.clientOf(home).send(new RemovePermissionCommand(target));
    await receiveEvent(event({ errorCode: undefined, requestParameters: { functionName: "three" } }));
    await sync();
    await unaudited("catalog.read", (tx) => tx.$executeRaw`UPDATE "Notice" SET "receivedAt" = 'epoch'`);
  });

  it("and everything again, when no event arrived for long", async () => {
    const old = new Date(Date.now() - 25 * 3_600_000);
    await unaudited("catalog.read", (tx) =>
      tx.accountRegion.updateMany({ data: { eventsAt: old, eventsSince: old } }),
    );
    expect(await sync()).toEqual(all);
    await receiveEvent(event());
    expect(await sync()).toEqual(all); // what happened in the gap, nobody told
    expect(await sync()).toEqual(none);
  });

  it("finds what an event that was lost would have told, when everything is read again", async () => {
    const add = { StatementId: "behind", Action: "lambda:InvokeFunction", Principal: "111122223333" };
    await sandbox.clientOf(home).send(new AddPermissionCommand({ FunctionName: "two", ...add }));
    expect(await sync()).toEqual(none);
    expect(await db().statement.count({ where: { goneAt: null } })).toBe(0);
    await age({ syncedAt: new Date(Date.now() - 25 * 3_600_000) });
    await sync();
    const where = { goneAt: null };
    expect(await db().statement.findMany({ where, select: { sid: true } })).toEqual([{ sid: "behind" }]);
  });
});

describe("unchanged", () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 25, hour));
  const known = {
    ...{
      id: "1",
      name: "one",
      listed: "same",
      lastSyncId: null,
      syncedAt: at(12),
      isNoticed: false,
      namesIdentities: false,
    },
  };
  const trust = { eventsSince: at(10), sweepBefore: at(8) };
  it.each<[string, boolean, object, object]>([
    ["all as it must be", true, {}, {}],
    ["noticed", false, { isNoticed: true }, {}],
    ["letting a role in", false, { namesIdentities: true }, {}],
    ["listed otherwise", false, { listed: "other" }, {}],
    ["never listed", false, { listed: null }, {}],
    ["read before events arrived", false, { syncedAt: at(9) }, {}],
    ["read too long ago", false, { syncedAt: at(7) }, { eventsSince: at(1) }],
    ["no events", false, {}, { eventsSince: null }],
  ])("%s: %s", (_name, expected, change, trusted) => {
    expect(isUnchanged({ ...known, ...change }, "same", { ...trust, ...trusted })).toBe(expected);
  });
});

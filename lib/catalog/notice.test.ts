import { randomUUID } from "node:crypto";
import {
  DeleteAliasCommand,
  PutResourcePolicyCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { allEvents, listEvents } from "@/lib/audit/list";
import { verifyChain } from "@/lib/audit/verify";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { applyGrant } from "@/lib/grants/apply";
import { tasks } from "@/lib/tasks";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { knowsSecret, receiveEvent } from "./notice";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const cast = withCast();

const event = (detail: object = {}) => ({
  "detail-type": "AWS API Call via CloudTrail",
  source: "aws.lambda",
  account,
  region: "us-east-1",
  detail: {
    eventID: randomUUID(),
    eventSource: "lambda.amazonaws.com",
    eventName: "RemovePermission20150331v2",
    eventTime: new Date().toISOString(),
    userIdentity: { arn: `arn:aws:sts::${account}:assumed-role/terraform/run` },
    requestParameters: {
      functionName: `arn:aws:lambda:us-east-1:${account}:function:my-function`,
      qualifier: "prod",
    },
    ...detail,
  },
});

/** The job that a notice left, as the worker runs it. */
const runJob = async () => {
  await tasks.read_function?.({ functionId: cast.functionId }, {} as never); // the helpers are not used
};

it("an event brings a change to light at once, with who did it; told twice or late it comes to the same", async () => {
  const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  await applyGrant(id);
  const { statementId } = await db().grant.findUniqueOrThrow({ where: { id } });
  const aws = sandbox.clientOf(account);
  await aws.send(
    new RemovePermissionCommand({ FunctionName: "my-function", Qualifier: "prod", StatementId: statementId }),
  );
  const about = { functionName: "my-function", qualifier: "prod", statementId };
  const told = event({ requestParameters: about });
  expect(await receiveEvent(told)).toBe("noticed");
  expect(await receiveEvent(told)).toBe("known");
  await runJob();
  const drifted = { drift: "missing", driftBy: `arn:aws:sts::${account}:assumed-role/terraform/run` };
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject(drifted);
  await runJob();
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject(drifted);
});

/** A grant that stands on prod. */
async function standing(): Promise<{ id: string; sid: string }> {
  const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  await applyGrant(id);
  return { id, sid: (await db().grant.findUniqueOrThrow({ where: { id } })).statementId };
}

it("what was done before the statement was last read as granted was not it", async () => {
  const { id, sid } = await standing();
  // Applied an hour ago, and read until now.
  const appliedAt = new Date(Date.now() - 3_600_000);
  await unaudited("catalog.read", (tx) => tx.grant.update({ where: { id }, data: { appliedAt } }));
  const ours = { functionName: "my-function", qualifier: "prod", statementId: sid };
  const by = (name: string) => ({ arn: `arn:aws:iam::${account}:user/${name}` });
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  await receiveEvent(event({ userIdentity: by("olga"), requestParameters: ours, eventTime: ago(30) }));
  await sandbox
    .clientOf(account)
    .send(new RemovePermissionCommand({ FunctionName: "my-function", Qualifier: "prod", StatementId: sid }));
  await runJob();
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({
    ...{ drift: "missing", driftBy: null },
  });
  await receiveEvent(event({ userIdentity: by("carol"), requestParameters: ours, eventTime: ago(0) }));
  await runJob();
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({ driftBy: by("carol").arn });
});

it("an event that comes after the change was noticed still says how, when and who, and nobody is told twice", async () => {
  const { id } = await standing();
  const aws = sandbox.clientOf(account);
  const arn = `arn:aws:lambda:us-east-1:${account}:function:my-function:prod`;
  // Put with the ID that AddPermission gives: what stands does not tell it from a removal.
  const Statement = [{ Effect: "Allow", Principal: { AWS: account }, Action: "lambda:*", Resource: arn }];
  const Policy = JSON.stringify({ Version: "2012-10-17", Id: "default", Statement });
  await aws.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy }));
  await runJob();
  const noticed = await db().grant.findUniqueOrThrow({ where: { id } });
  expect(noticed).toMatchObject({ drift: "missing", driftEvent: null, driftBy: null, driftAt: null });
  expect(noticed.driftAfter?.getTime()).toBeGreaterThanOrEqual(noticed.appliedAt?.getTime() ?? Infinity);
  expect(noticed.driftAfter?.getTime()).toBeLessThan(noticed.driftSince?.getTime() ?? 0);

  const at = new Date();
  const put = { eventName: "PutResourcePolicy", requestParameters: { resourceArn: arn } };
  await receiveEvent(event({ ...put, eventTime: at.toISOString() }));
  for (let time = 1; time <= 2; time += 1) await runJob();
  const { driftSince, driftAfter } = noticed;
  const told = { driftEvent: "PutResourcePolicy", driftBy: event().detail.userIdentity.arn, driftAt: at };
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({
    ...{ drift: "missing", driftSince, driftAfter, ...told },
  });
  const { rows } = await listEvents({ grantId: id });
  const actions = rows.map(({ action }) => action).filter((action) => action.startsWith("grant.drift"));
  expect(actions.reverse()).toEqual(["grant.drift_found", "grant.drift_told"]);
  expect(await db().notification.count({ where: { grantId: id, kind: "grant.drift_found" } })).toBe(1);
  expect(await verifyChain(allEvents())).toMatchObject({ ok: true }); // with the dates that were told
});

it("nobody is said to have done what they did to another alias", async () => {
  const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  await applyGrant(id);
  const { statementId } = await db().grant.findUniqueOrThrow({ where: { id } });
  const aws = sandbox.clientOf(account);
  await aws.send(
    new RemovePermissionCommand({ FunctionName: "my-function", Qualifier: "prod", StatementId: statementId }),
  );
  const by = (name: string) => ({ arn: `arn:aws:iam::${account}:user/${name}` });
  const arn = `arn:aws:lambda:us-east-1:${account}:function:my-function`;
  const ours = { functionName: "my-function", qualifier: "prod", statementId };
  await receiveEvent(event({ userIdentity: by("olga"), requestParameters: ours }));
  const put = { eventName: "PutResourcePolicy", requestParameters: { resourceArn: `${arn}:canary` } };
  await receiveEvent(event({ userIdentity: by("carol"), ...put }));
  const unqualified = { eventName: "PutResourcePolicy", requestParameters: { resourceArn: arn } };
  await receiveEvent(event({ userIdentity: by("dora"), ...unqualified }));
  await runJob();
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({ driftBy: by("olga").arn });

  await aws.send(new DeleteAliasCommand({ FunctionName: "my-function", Name: "prod" }));
  const aliasGone = (name: string) => ({
    ...{ eventName: "DeleteAlias20150331", requestParameters: { functionName: "my-function", name } },
  });
  await receiveEvent(event({ userIdentity: by("petra"), ...aliasGone("prod") }));
  await receiveEvent(event({ userIdentity: by("carol"), ...aliasGone("old") }));
  await runJob();
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({
    ...{ drift: "alias_gone", driftBy: by("petra").arn },
  });
});

it.each<[string, object]>([
  ["a call that failed", { errorCode: "AccessDenied" }],
  ["a read", { eventName: "GetPolicy20150331v2" }],
  ["another service's", { eventSource: "s3.amazonaws.com" }],
  ["no function at all", { requestParameters: null }],
])("ignores %s", async (_name, detail) => {
  expect(await receiveEvent(event(detail))).toBe("ignored");
});

it("takes nothing from whoever does not know the secret, and says what is wrong with the rest", async () => {
  const secret = "a-secret-of-this-test";
  expect(knowsSecret(secret, undefined)).toBe(false);
  expect(knowsSecret("another", secret)).toBe(false);
  expect(knowsSecret(null, secret)).toBe(false);
  expect(knowsSecret(secret, secret)).toBe(true);
  const wrong = [{ hello: "world" }, [event()], null, { ...event(), account: "me" }];
  for (const one of [...wrong, event({ eventID: "a\0b" }), event({ eventTime: "soon" })])
    await expect(receiveEvent(one)).rejects.toMatchObject({ code: "Invalid" });
});

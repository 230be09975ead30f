import { randomUUID } from "node:crypto";
import { AddPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { applyGrant } from "@/lib/grants/apply";
import { reconcileGrants } from "@/lib/grants/reconcile";
import { listUnmanaged } from "@/lib/grants/unmanaged";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { forgetNotices } from "./forget-notices";
import { receiveEvent } from "./notice";
import { rereadFunction } from "./refresh";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const cast = withCast();
const target = { FunctionName: "my-function", Qualifier: "prod" };
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

/** An event of a call so many days ago. */
const event = (days: number, detail: object = {}) => ({
  ...{ "detail-type": "AWS API Call via CloudTrail", account, region: "us-east-1" },
  detail: {
    ...{ eventID: randomUUID(), eventSource: "lambda.amazonaws.com", eventTime: daysAgo(days).toISOString() },
    ...{
      eventName: "RemovePermission20150331v2",
      userIdentity: { arn: "arn:aws:iam::123456789012:user/olga" },
    },
    requestParameters: { functionName: "my-function", qualifier: "prod" },
    ...detail,
  },
});

/** Takes an event when it happened. @returns it, to be told again */
async function tell(days: number, detail: object = {}, receivedAt = daysAgo(days)) {
  const told = event(days, detail);
  expect(await receiveEvent(told, daysAgo(days))).toBe("noticed");
  const where = { id: told.detail.eventID };
  await unaudited("catalog.read", (tx) => tx.notice.updateMany({ where, data: { receivedAt } }));
  return told;
}
const isKept = async ({ detail }: Awaited<ReturnType<typeof tell>>) =>
  (await db().notice.count({ where: { id: detail.eventID } })) === 1;
const jobs = async () => {
  const rows = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE task_identifier = 'read_function'`;
  return rows[0]?.count;
};

beforeEach(async () => {
  await rereadFunction(cast.functionId);
  await reconcileGrants();
  await unaudited("catalog.read", async (tx) => {
    await tx.notice.deleteMany();
    await tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
  });
});

describe("what events told", () => {
  it("is forgotten after its days, and is not taken as new when it is told again", async () => {
    const [past, nearly, recent] = [await tell(92), await tell(90.5), await tell(89)];
    expect(await forgetNotices()).toBe(1);
    expect([await isKept(past), await isKept(nearly), await isKept(recent)]).toEqual([false, true, true]);
    await unaudited("catalog.read", (tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`);
    expect(await receiveEvent(past)).toBe("ignored");
    expect(await receiveEvent(nearly)).toBe("ignored");
    expect(await receiveEvent(recent)).toBe("known");
    expect([await isKept(past), await jobs()]).toEqual([false, 0]);
    expect(await receiveEvent(event(89))).toBe("noticed");
    expect(await jobs()).toBe(1);
  });

  it("stays while its function was not read since", async () => {
    const late = await tell(92, {}, new Date());
    expect(await forgetNotices()).toBe(0);
    await unaudited("catalog.read", (tx) =>
      tx.notice.updateMany({ where: { id: late.detail.eventID }, data: { receivedAt: daysAgo(1) } }),
    );
    expect(await forgetNotices()).toBe(1);
  });

  it("stays while a grant differs from what stands, or may", async () => {
    const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
    await applyGrant(id);
    const { statementId } = await db().grant.findUniqueOrThrow({ where: { id } });
    await unaudited("catalog.read", (tx) =>
      tx.grant.updateMany({ where: { id }, data: { appliedAt: daysAgo(93) } }),
    );
    const [before, since] = [
      await tell(94),
      await tell(92, { requestParameters: { ...event(92).detail.requestParameters, statementId } }),
    ];
    await sandbox
      .clientOf(account)
      .send(new RemovePermissionCommand({ ...target, StatementId: statementId }));
    await rereadFunction(cast.functionId);
    expect(await forgetNotices()).toBe(0); // not compared yet
    await reconcileGrants();
    expect(await forgetNotices()).toBe(1);
    expect([await isKept(before), await isKept(since)]).toEqual([false, true]);
    expect((await db().grant.findUniqueOrThrow({ where: { id } })).drift).toBe("missing");
    await unaudited("catalog.read", (tx) =>
      tx.grant.updateMany({ where: { id }, data: { state: "revoked" } }),
    );
    expect(await forgetNotices()).toBe(1);
  });

  it("stays where it says who made a statement that stands and that nobody here granted", async () => {
    const made = (days: number, name: string) =>
      tell(days, {
        ...{
          eventName: "AddPermission20150331v2",
          userIdentity: { arn: `arn:aws:iam::${account}:user/${name}` },
        },
        requestParameters: { functionName: "my-function", qualifier: "prod", statementId: "by-hand" },
      });
    const aws = sandbox.clientOf(account);
    const permission = { StatementId: "by-hand", Action: "lambda:InvokeFunction", Principal: "999900001111" };
    await aws.send(new AddPermissionCommand({ ...target, ...permission }));
    await rereadFunction(cast.functionId);
    await reconcileGrants();
    await unaudited("catalog.read", (tx) =>
      tx.statement.updateMany({ where: { sid: "by-hand" }, data: { firstSeenAt: daysAgo(95) } }),
    );
    const [first, last, later] = [await made(97, "carol"), await made(96, "dora"), await made(94, "pia")];
    expect(await forgetNotices()).toBe(2);
    expect([await isKept(first), await isKept(last), await isKept(later)]).toEqual([false, true, false]);
    const { rows } = await listUnmanaged(cast.petra, {
      of: "owned",
      exposure: "whole_account",
      q: "my-func",
    });
    expect(rows.find(({ sid }) => sid === "by-hand")?.by).toBe(`arn:aws:iam::${account}:user/dora`);
    await aws.send(new RemovePermissionCommand({ ...target, StatementId: "by-hand" }));
    await rereadFunction(cast.functionId);
    await reconcileGrants();
    expect(await forgetNotices()).toBe(1);
  });

  it("goes in batches, past what stays, until it is told to stop", async () => {
    const [stay] = [await tell(200, {}, new Date())];
    await unaudited("catalog.read", (tx) =>
      tx.notice.createMany({
        data: Array.from({ length: 1200 }, (_, index) => ({
          ...{ id: randomUUID(), functionId: cast.functionId, eventName: "UpdateAlias20150331" },
          ...{ at: daysAgo(100 + (index % 7)), receivedAt: daysAgo(100) },
        })),
      }),
    );
    expect(await forgetNotices(AbortSignal.abort())).toBe(0);
    expect(await forgetNotices()).toBe(1200);
    expect(await isKept(stay)).toBe(true);
  });
});

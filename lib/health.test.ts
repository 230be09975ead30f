import { AddPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { nobodyAt } from "@/tests/with-webhook";
import { db } from "./db/client";
import { unaudited } from "./db/unaudited";
import { performRevoke } from "./grants/perform-revoke";
import { remindOfRemovals } from "./grants/remind-removals";
import { checkHealth, findDegraded } from "./health";
import { enqueue } from "./jobs/enqueue";
import { deliverNotification } from "./notifications/deliver";

withDatabase();
const sandbox = withSandbox();
const target = { FunctionName: "my-function", Qualifier: "prod" };
const cast = withCast();

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });
const checkOf = async (code: string, now?: Date) =>
  (await checkHealth(now)).find((check) => check.code === code);

/** A grant that was revoked, and whose statement somebody changed, so that it can't be removed. */
async function lingering(principal: string) {
  const id = (await verbs[1]?.prepare(cast, principal)) ?? "";
  const { statementId: StatementId } = await grantOf(id);
  const aws = sandbox.clientOf("123456789012");
  await aws.send(new RemovePermissionCommand({ ...target, StatementId }));
  await aws.send(
    new AddPermissionCommand({ ...target, StatementId, Action: "lambda:*", Principal: principal }),
  );
  await performRevoke(id);
  return {
    id,
    repair: async () => {
      await aws.send(new RemovePermissionCommand({ ...target, StatementId }));
      await performRevoke(id);
    },
  };
}

it("access that should be gone and is not: told at once and each day, first in health, until it is gone", async () => {
  expect(await findDegraded()).toEqual([]);
  const principal = nextPrincipal();
  const { id, repair } = await lingering(principal);
  const { endedAt } = await db().justification.findFirstOrThrow({ where: { grantId: id } });
  const checks = await checkHealth();
  expect(checks.slice(0, 2)).toMatchObject([
    { code: "database", ok: true },
    {
      code: "removals",
      ok: false,
      detail: `1 grant still stands and should not: ${principal} on my-function:prod since ${endedAt?.toISOString()}.`,
    },
  ]);
  expect(await findDegraded()).toEqual(["removals"]);

  const told = async () =>
    (await db().notification.findMany({ where: { grantId: id }, orderBy: { id: "asc" } })).map(
      ({ kind, level, title }) => ({ kind, level, title }),
    );
  const danger = { kind: "grant.revoke_failed", level: "danger" };
  const title = `${principal} still has access to my-function:prod, and should not`;
  expect(await told()).toEqual([{ ...danger, title }]);
  for (const days of [0.9, 1.1, 1.2, 4.5])
    await Promise.all([remindOfRemovals(inDays(days)), remindOfRemovals(inDays(days))]);
  expect(await told()).toEqual([
    { ...danger, title },
    { ...danger, title: `${title}, for 1 day now` },
    { ...danger, title: `${title}, for 4 days now` },
  ]);

  await repair();
  expect((await grantOf(id)).state).toBe("revoked");
  await remindOfRemovals(inDays(6));
  expect(await told()).toHaveLength(3);
  expect(await findDegraded()).toEqual([]);
});

it("a removal that nothing has failed at is late after two minutes", async () => {
  const id = (await verbs[1]?.prepare(cast, nextPrincipal())) ?? "";
  expect(await checkOf("removals")).toMatchObject({ ok: true });
  expect(await checkOf("removals", inDays(1))).toMatchObject({ ok: false });
  await performRevoke(id);
  expect(await checkOf("removals", inDays(1))).toMatchObject({ ok: true });
});

it("a review that is owed for break-glass, and what could not be sent on", async () => {
  const { id } = await db().request.findFirstOrThrow();
  const change = (data: { glassBrokenAt?: Date; reviewedAt?: Date }) =>
    unaudited("catalog.read", (tx) => tx.request.update({ where: { id }, data }));
  await change({ glassBrokenAt: new Date("2026-11-20T10:00:00Z") });
  expect(await checkOf("reviews")).toMatchObject({
    ok: false,
    detail: `Access by break-glass waits for a review: 1 request, the oldest, request ${id}, since 2026-11-20T10:00:00.000Z.`,
  });
  expect(await findDegraded()).toEqual(["reviews"]);
  await change({ reviewedAt: new Date() });
  expect(await checkOf("reviews")).toMatchObject({ ok: true });

  const { key } = await db().notification.findFirstOrThrow();
  const webhook = { url: await nobodyAt(), secret: undefined };
  await deliverNotification(key, { channels: { webhook, mail: null, baseUrl: null } });
  expect(await checkOf("notifications", inDays(0.1))).toMatchObject({
    ok: false,
    detail: expect.stringMatching(
      /^1 can't be sent on and are tried again, the oldest of .*ECONNREFUSED/,
    ) as unknown,
  });
  expect(await findDegraded(inDays(0.1))).toContain("notifications");
});

it("a part of a sync that is read for long does not make the queue late, one that waits for long does", async () => {
  await unaudited("sync.progress", async (tx) => {
    const part = { syncId: randomUUID(), accountId: "123456789012", region: "us-east-1" };
    await enqueue(tx, "sync_part", part, "long", new Date(Date.now() - 3_600_000));
    await tx.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = now() WHERE key = 'long'`;
    await tx.$executeRaw`DELETE FROM graphile_worker._private_jobs WHERE locked_at IS NULL`;
  });
  expect(await checkOf("queue")).toMatchObject({ ok: true, detail: "Nothing waits." });
  await unaudited(
    "sync.progress",
    (tx) => tx.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = NULL`,
  );
  expect(await checkOf("queue")).toMatchObject({ ok: false });
});

it("what is read and has not got on for an hour is not well, nor what takes more than a day", async () => {
  const startedAt = inDays(-0.9);
  const part = { accountId: "123456789012", region: "us-east-1", state: "running", startedAt } as const;
  const moved = new Date(Date.now() - 50 * 60_000);
  const { id } = await unaudited("sync.progress", (tx) =>
    tx.sync.create({
      data: { state: "running", parts: { create: [{ ...part, movedAt: moved }] } },
      select: { id: true },
    }),
  );
  await unaudited("sync.progress", (tx) => tx.sync.update({ where: { id }, data: { createdAt: startedAt } }));
  await unaudited("past.forgotten", (tx) => tx.sync.deleteMany({ where: { id: { not: id } } }));
  expect(await checkOf("sync")).toMatchObject({ ok: true });
  const later = new Date(Date.now() + 11 * 60_000);
  expect(await checkOf("sync", later)).toMatchObject({
    ok: false,
    detail: expect.stringContaining(`has not got on since ${moved.toISOString()}`) as unknown,
  });
  expect(await findDegraded(later)).toContain("sync");

  // One that gets on hides none that does not; and what waits for its place does not stand still meanwhile.
  const others = [
    { ...part, region: "eu-west-1", startedAt: later },
    { ...part, region: "eu-west-2", startedAt: null, state: "waiting" as const },
  ];
  await unaudited("sync.progress", (tx) => tx.sync.create({ data: { parts: { create: others } } }));
  await unaudited("sync.progress", (tx) => tx.sync.updateMany({ data: { createdAt: startedAt } }));
  expect(await checkOf("sync", later)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(
      /^123456789012 in us-east-1 is not done and has not got on since \S+\. Last begun/,
    ) as unknown,
  });
  await unaudited("sync.progress", (tx) => tx.syncPart.updateMany({ data: { movedAt: inDays(0.2) } }));
  expect(await checkOf("sync", inDays(0.2))).toMatchObject({
    ok: false,
    detail: expect.stringContaining(
      `has been read since ${startedAt.toISOString()} and is not done`,
    ) as unknown,
  });
});

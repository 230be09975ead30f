import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { withWebhook } from "@/tests/with-webhook";
import { db } from "./db/client";
import { unaudited } from "./db/unaudited";
import { enqueue } from "./jobs/enqueue";
import { reconcileGrants } from "./grants/reconcile";
import { startWorker } from "./jobs/worker";
import { notify } from "./notifications/notify";
import { analyseRequest, getRequest } from "./requests/get";
import { reviewRequest } from "./requests/review";
import { submitRequest } from "./requests/submit";
import { crontab, tasks } from "./tasks";

const database = withDatabase();
withSandbox();
const webhook = withWebhook();

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error("It did not come to be within 20 s.");
    await pause(50);
  }
}

async function approved(principal: string): Promise<number> {
  const casey = await makePerson(`Casey for ${principal}`, ["checkout"]);
  const petra = await makePerson(`Petra for ${principal}`, ["payments"]);
  const { id: functionId } = await db().function.findFirstOrThrow({ where: { name: "my-function" } });
  const requestId = await submitRequest(casey, {
    functionId,
    qualifier: "prod",
    action: "lambda:InvokeFunction",
    principal,
    durationDays: "1",
    reason: "To see whether it survives.",
    draftId: randomUUID(),
  });
  const { hash } = await analyseRequest(await getRequest(requestId));
  await reviewRequest(petra, { requestId: String(requestId), verdict: "approve", analysisHash: hash });
  return requestId;
}
const stateOf = async (requestId: number) =>
  (await db().grant.findFirstOrThrow({ where: { requestId } })).state;

beforeAll(async () => {
  process.env.XACCOUNT_NOTIFY_URL = webhook.url();
  await connectEstate();
  await syncNow("123456789012");
});

it("a worker that starts finishes what was approved while none ran", async () => {
  const requestId = await approved("111122223333");
  expect(await stateOf(requestId)).toBe("applying");
  const worker = await startWorker(database.url(), tasks, crontab);
  await until(async () => (await stateOf(requestId)) === "active");
  await worker.stop();
  expect((await getRequest(requestId)).state).toBe("applied");
});

/** Moves the end of what a request justifies, and of the job that waits for it. */
async function endAt(requestId: number, expiresAt: Date): Promise<void> {
  const { justifications } = await getRequest(requestId);
  await unaudited("grant.attempted", async (tx) => {
    await tx.justification.updateMany({ where: { requestId }, data: { expiresAt } });
    for (const { itemId } of justifications)
      await enqueue(tx, "expire_grants", {}, `expire ${itemId}`, expiresAt);
  });
}

it("access ends when its time is over while a worker runs, and at once where none ran then", async () => {
  const [ended, missed] = [await approved("111122223334"), await approved("111122223335")];
  const first = await startWorker(database.url(), tasks, crontab);
  await until(async () => (await stateOf(missed)) === "active" && (await stateOf(ended)) === "active");
  const end = new Date(Date.now() + 500);
  await endAt(ended, end);
  await until(async () => (await stateOf(ended)) === "expired");
  expect(Date.now() - end.getTime()).toBeLessThan(60_000);
  await first.stop();

  // A week without a scheduler, whose jobs are lost, too.
  await endAt(missed, new Date(Date.now() - 7 * 86_400_000));
  await unaudited("grant.attempted", (tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`);
  const second = await startWorker(database.url(), tasks, "");
  await until(async () => (await stateOf(missed)) === "expired");
  await second.stop();
});

it("what people are told is posted, and no grant waits for a webhook that does not answer", async () => {
  const many = 30;
  webhook.next.push(...Array.from({ length: many }, () => "hang" as const));
  await unaudited("notification.told", async (tx) => {
    for (let count = 0; count < many; count += 1)
      await notify(tx, {
        ...{
          key: `told ${count}`,
          kind: "test.told",
          level: "info",
          title: "A title",
          detail: "",
          href: "/",
        },
        to: { handles: ["payments"] },
      });
  });
  const worker = await startWorker(database.url(), tasks, crontab);
  await until(() => Promise.resolve(webhook.calls.length >= 4));
  const requestId = await approved("222233334444");
  await until(async () => (await stateOf(requestId)) === "active");
  expect(webhook.calls).toHaveLength(4); // the others wait for a place
  const stopped = worker.stop();
  webhook.breakAll();
  await stopped;
});

it("no grant waits for functions that events told of, however many", async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let begun = 0;
  const wait = () => {
    begun += 1;
    return held;
  };
  const slow = { ...tasks, read_function: wait, find_function: wait };
  const worker = await startWorker(database.url(), slow, crontab);
  await unaudited("catalog.read", async (tx) => {
    const [place, told] = [
      { accountId: "123456789012", region: "us-east-1", name: "fresh" },
      { eventName: "CreateFunction", sid: null, qualifier: null, actorArn: null, at: "2026-11-01T10:00:00Z" },
    ];
    for (let count = 0; count < 40; count += 1) {
      await enqueue(tx, "read_function", { functionId: randomUUID() }, `read ${count}`);
      await enqueue(tx, "find_function", { ...place, told: { ...told, id: `${count}` } }, `find ${count}`);
    }
  });
  await until(() => Promise.resolve(begun >= 4));
  const requestId = await approved("222233335555");
  await until(async () => (await stateOf(requestId)) === "active");
  release();
  await worker.stop();
});

it("no end of access waits for what is given, however long that takes", async () => {
  const ended = await approved("222233336666");
  const first = await startWorker(database.url(), tasks, crontab);
  await until(async () => (await stateOf(ended)) === "active");
  await first.stop();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let begun = 0;
  const apply_grant = () => {
    begun += 1;
    return held;
  };
  const worker = await startWorker(database.url(), { ...tasks, apply_grant }, crontab);
  await unaudited("grant.attempted", async (tx) => {
    for (let count = 0; count < 40; count += 1)
      await enqueue(tx, "apply_grant", { grantId: randomUUID() }, `apply ${count}`);
  });
  await until(() => Promise.resolve(begun >= 12));
  await endAt(ended, new Date());
  await until(async () => (await stateOf(ended)) === "expired");
  release();
  await worker.stop();
});

it("the past is forgotten each night, by all of its verbs", async () => {
  expect(crontab).toMatch(/^23 3 \* \* \* forget /m);
  await reconcileGrants(); // as it would have, long since
  const createdAt = new Date(Date.now() - 500 * 86_400_000);
  const fn = await db().function.findFirstOrThrow({ where: { name: "my-function" } });
  await unaudited("catalog.read", async (tx) => {
    const told = { eventName: "UpdateAlias20150331", at: createdAt, receivedAt: createdAt };
    await tx.notice.create({ data: { ...told, id: "long ago", functionId: fn.id } });
    await tx.sync.create({ data: { id: randomUUID(), state: "done", createdAt, finishedAt: createdAt } });
    const text = { level: "info", title: "", detail: "", href: "/", settledAt: createdAt };
    await tx.notification.create({ data: { ...text, key: "long ago", kind: "test.told", createdAt } });
  });
  await tasks.forget?.({}, { abortSignal: new AbortController().signal } as never); // no other helper is used
  const before = { lt: new Date(Date.now() - 499 * 86_400_000) };
  expect(await db().notice.count({ where: { at: before } })).toBe(0);
  expect(await db().notification.count({ where: { createdAt: before } })).toBe(0);
  expect(await db().sync.count({ where: { createdAt: before } })).toBe(0);
});

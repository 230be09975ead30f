import { randomUUID } from "node:crypto";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { Logger, runOnce } from "graphile-worker";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { tasks } from "@/lib/tasks";
import { startWire } from "@/tests/wire";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, withSandbox } from "@/tests/with-sandbox";
import { clientFor } from "./accounts";
import { ingest } from "./ingest";
import { receiveEvent } from "./notice";
import { readFunction } from "./read-function";

const database = withDatabase();
const sandbox = withSandbox();
beforeAll(() => connectEstate());
const account = "123456789012";
const otto = `arn:aws:iam::${account}:user/otto`;

const event = (
  eventName: string,
  functionName: string,
  { accountId = account, region = "us-east-1" } = {},
) => ({
  ...{ "detail-type": "AWS API Call via CloudTrail", account: accountId, region },
  detail: {
    ...{ eventID: randomUUID(), eventSource: "lambda.amazonaws.com", eventName },
    ...{ eventTime: new Date().toISOString(), userIdentity: { arn: otto } },
    requestParameters: { functionName, statementId: eventName === "AddPermission20150331v2" ? "own" : null },
  },
});

const work = () =>
  runOnce({
    ...{ connectionString: database.url(), taskList: tasks, concurrency: 4, noHandleSignals: true },
    logger: new Logger(() => () => undefined),
  });
const waiting = () => db().$queryRaw`SELECT key FROM graphile_worker.jobs WHERE attempts < max_attempts`;

async function create(aws: LambdaClient, FunctionName: string, accountId = account): Promise<void> {
  const Role = `arn:aws:iam::${accountId}:role/lambda-execution`;
  const Code = { ZipFile: Buffer.from(randomUUID()) };
  await aws.send(new CreateFunctionCommand({ FunctionName, Role, Code, Tags: { owner: "payments" } }));
  const own = { FunctionName, StatementId: "own", Action: "lambda:InvokeFunction", Principal: "*" };
  await aws.send(new AddPermissionCommand(own));
}
/** Who waits for a lock. */
const blocked = () => db().$queryRaw`
  SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
const find = (name: string) =>
  db().function.findFirst({
    where: { name },
    include: { notices: true, targets: { include: { statements: true } } },
  });

it("a function that nobody knew is there with its owner and policy, and who opened it", async () => {
  const told = ["AddPermission20150331v2", "CreateFunction20150331"].map((name) => event(name, "fresh"));
  await create(sandbox.clientOf(account), "fresh");
  for (const one of [...told, ...told]) expect(await receiveEvent(one)).toBe("noticed");
  await work();
  const fn = await find("fresh");
  expect(fn).toMatchObject({ owners: ["payments"], exposure: "public", goneAt: null, recreatedAt: null });
  expect(fn?.targets.map(({ statements }) => statements.map(({ sid }) => sid))).toEqual([["own"]]);
  expect(new Set(fn?.notices.map(({ sid, actorArn }) => `${sid} ${actorArn}`))).toEqual(
    new Set([`own ${otto}`, `null ${otto}`]),
  );
  for (const one of told) expect(await receiveEvent(one)).toBe("known");
  expect(await waiting()).toEqual([]);
});

it("one that is gone by then, or never was there, leaves nothing", async () => {
  const aws = sandbox.clientOf(account);
  await create(aws, "passing");
  const told = ["CreateFunction20150331", "AddPermission20150331v2", "DeleteFunction20150331"];
  await aws.send(new DeleteFunctionCommand({ FunctionName: "passing" }));
  for (const name of told.toReversed()) await receiveEvent(event(name, "passing"));
  await receiveEvent(event("DeleteFunction20150331", "never-was"));
  await work();
  expect([await find("passing"), await find("never-was")]).toEqual([null, null]);
  expect(await waiting()).toEqual([]);
});

it.each<[string, { accountId?: string; region?: string }]>([
  ["an account that is not connected", { accountId: "999900002222" }],
  ["a region that is not read", { region: "ap-south-1" }],
])("nothing is looked for in %s", async (_name, where) => {
  expect(await receiveEvent(event("CreateFunction20150331", "elsewhere", where))).toBe("ignored");
  expect(await waiting()).toEqual([]);
});

it("one that is deleted while it is read for the first time is not left standing", async () => {
  const accountId = "111122223333"; // its client is not made yet, and will go by the wire
  const aws = sandbox.clientOf(accountId);
  await create(aws, "short-lived", accountId);
  let others: Promise<void> | undefined;
  const wire = await startWire(sandbox.running().url, async ({ path }) => {
    if (others || !/short-lived\/policy/.test(path)) return;
    await aws.send(new DeleteFunctionCommand({ FunctionName: "short-lived" }));
    await receiveEvent(event("DeleteFunction20150331", "short-lived", { accountId }));
    others = work();
    await expect.poll(blocked, { timeout: 20_000 }).toHaveLength(1); // whoever reads comes first
  });
  process.env.AWS_ENDPOINT_URL = wire.url;
  await receiveEvent(event("CreateFunction20150331", "short-lived", { accountId }));
  await work();
  await others;
  await work();
  process.env.AWS_ENDPOINT_URL = sandbox.running().url;
  await wire.stop();
  expect((await find("short-lived"))?.goneAt).toBeInstanceOf(Date);
  expect(
    await db().statement.count({ where: { goneAt: null, target: { function: { name: "short-lived" } } } }),
  ).toBe(0);
});

/** Something to wait for, and what ends that. */
function signal(): [promise: Promise<void>, done: () => void] {
  let done = (): void => undefined;
  const promise = new Promise<void>((resolve) => (done = resolve));
  return [promise, () => done()];
}

it("two that read one for the first time at once do not stand in each other's way: the later reading stays", async () => {
  await create(sandbox.clientOf(account), "twice");
  const client = await clientFor(account, "us-east-1");
  const look = async () => readFunction(client, account, await client.listVersionsOf("twice"));
  const [before, after] = [await look(), await look()];
  if (!before || !after) throw new Error("It is there.");
  const [written, wrote] = signal();
  const [held, go] = signal();
  const first = unaudited("catalog.read", async (tx) => {
    const id = await ingest(tx, { ...after, description: "later" });
    wrote();
    await held;
    return id;
  });
  await written; // else the other may come first, and nobody waits
  const second = unaudited("catalog.read", (tx) => ingest(tx, before));
  await expect.poll(blocked, { timeout: 20_000 }).toHaveLength(1);
  go();
  expect(await second).toBe(await first);
  expect(await find("twice")).toMatchObject({ description: "later", syncedAt: after.readAt });
});

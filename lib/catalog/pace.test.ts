import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { takeTurns } from "@/lib/db/turns";
import { unaudited } from "@/lib/db/unaudited";
import { mostWithin } from "@/tests/pace/in-window";
import { withDatabase } from "@/tests/with-database";
import { clientFor } from "./accounts";
import { importAccounts } from "./import-accounts";

const database = withDatabase();
const accountId = "555566667777";
const arrivals: number[] = [];
/** What the next calls are answered with, in place of "no policy". */
const answers: { status: number; type: string }[] = [];

beforeAll(async () => {
  const server = createServer((_request, response) => {
    arrivals.push(performance.now());
    const { status, type } = answers.shift() ?? { status: 404, type: "ResourceNotFoundException" };
    response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
    response.end(JSON.stringify({ message: "An answer" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP, so never a pipe's name
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://localhost:${port}`,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: "x",
  });
  await importAccounts({ kind: "system", name: "cli" }, [
    { id: accountId, name: "home", ambient: true, regions: ["us-east-1"] },
  ]);
  return () => void server.close();
});

async function startCaller(calls: number) {
  const child = spawn(
    process.execPath,
    ["node_modules/tsx/dist/cli.mjs", "--tsconfig", path.resolve("tsconfig.json"), "tests/pace/caller.ts"],
    {
      env: { ...process.env, DATABASE_URL: database.url(), ACCOUNT_ID: accountId, CALLS: String(calls) },
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const gone = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const go = async () => {
    child.stdin.write("go\n");
    await lines.next();
  };
  const end = async () => {
    child.stdin.write("end\n");
    expect(await gone).toEqual([0, null]);
  };
  return { go, end };
}

it("two processes that stumble keep to 15 calls in any second, also after a rest, and come near it", async () => {
  const callers = await Promise.all([startCaller(30), startCaller(30)]);
  arrivals.length = 0;
  for (let time = 0; time < 2; time += 1) {
    if (time > 0) await pause(1500); // a rest
    const before = arrivals.length;
    await Promise.all(callers.map(({ go }) => go()));
    const now = arrivals.slice(before);
    expect(now).toHaveLength(60);
    const seconds = ((now.at(-1) ?? 0) - (now[0] ?? 0)) / 1000;
    // Much less where the machine has much else to do; lib/aws/pace.test.ts has it in simulated time.
    expect(59 / seconds / 15).toBeGreaterThan(0.75);
  }
  await Promise.all(callers.map(({ end }) => end()));
  // Calls begin so; one that begins just before its process stumbles arrives 40 ms later, and what follows may be near.
  expect(mostWithin(arrivals, 1000 - 50)).toBeLessThanOrEqual(15);
}, 60_000);

it("a throttled call is made again in a turn of its own, and each try is told", async () => {
  const tries: boolean[] = [];
  const client = await clientFor(accountId, "us-east-1", { onTry: ({ throttled }) => tries.push(throttled) });
  answers.push(...Array.from({ length: 2 }, () => ({ status: 429, type: "TooManyRequestsException" })));
  arrivals.length = 0;
  expect(await client.readPolicy("some-function", "")).toMatchObject({ policy: null });
  expect(tries).toEqual([true, true, false]);
  expect(arrivals).toHaveLength(3);
  expect((arrivals[2] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(140); // 50 and 100 ms at the least
});

it("what writes is not made again when it broke off: nobody knows whether it arrived", async () => {
  const client = await clientFor(accountId, "us-east-1");
  const target = { name: "some-function", qualifier: "" };
  const held = () => Promise.resolve();
  answers.push({ status: 500, type: "ServiceException" });
  arrivals.length = 0;
  await expect(client.removePermission(target, "one", null, held)).rejects.toMatchObject({
    code: "Unreachable",
  });
  expect(arrivals).toHaveLength(1);
  answers.push({ status: 500, type: "ServiceException" });
  expect(await client.readPolicy("some-function", "")).toMatchObject({ policy: null });
  expect(arrivals).toHaveLength(3);
});

const range = (length: number) => Array.from({ length }, (_, at) => at);
const rate = { most: 10, gap: 100 };
const ask = { count: 1, late: 50, used: [] };

it("turns are taken once, in whatever process; what nobody took in time is gone", async () => {
  const taken = await Promise.all(range(20).map(() => takeTurns("one key", rate, ask, 1_000_000)));
  const turns = taken.flatMap((one) => one.turns);
  expect(new Set(turns.map(({ turn }) => turn)).size).toBe(20);
  const froms = turns.map(({ from }) => Math.round(from) - 1_000_000).toSorted((a, b) => a - b);
  // A second after the first were due they may just have been used; how late they may be is reckoned with.
  expect(froms).toEqual([
    ...range(10).map((at) => at * 100),
    ...range(10).map((at) => at * 100 + 1000 + 50 + 5),
  ]);
  const { turns: later } = await takeTurns("one key", rate, { ...ask, count: 10 }, 1_010_000);
  expect(later.map(({ from }) => Math.round(from) - 1_000_000)).toEqual([
    10_000,
    10_000,
    ...range(8).map((at) => 10_100 + at * 100),
  ]);
  const rows = await db().$queryRaw<{ unlogged: boolean }[]>`
    SELECT relpersistence = 'u' AS unlogged FROM pg_class WHERE relname = 'Pace'`;
  expect(rows).toEqual([{ unlogged: true }]);
});

it("a turn whose use was told makes room as long after it, and after the database forgot them they are waited out", async () => {
  const { turns: first } = await takeTurns("told", rate, { ...ask, count: 10 }, 1_000_000);
  const used = first.map(({ turn, from }) => ({ turn, at: from }));
  const { turns: next } = await takeTurns("told", rate, { ...ask, count: 10, used }, 1_000_900);
  expect(next.map(({ from }) => Math.round(from) - 1_000_000)).toEqual(
    range(10).map((at) => 1005 + at * 100),
  );
  await unaudited("sync.progress", (tx) => tx.pace.delete({ where: { key: "told" } }));
  const { turns: anew } = await takeTurns("told", rate, { ...ask, used }, 1_000_950);
  expect(anew[0]?.from).toBeGreaterThan(1_000_950 + 1000 + 50);
  expect(anew[0]?.turn).toBeGreaterThan(Math.max(...next.map(({ turn }) => turn)));
});

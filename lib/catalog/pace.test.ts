import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { reserveTurns } from "@/lib/db/turns";
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
  await once(child.stdout, "data");
  return { go: () => child.stdin.write("go\n"), gone };
}

/** How many more arrived within any stretch of time than 15 a second. */
function mostAbove(times: number[]): number {
  const above = times.flatMap((from, first) =>
    times.slice(first).map((to, more) => more + 1 - (15 * (to - from)) / 1000),
  );
  return Math.max(...above);
}

it("two processes together keep to 15 calls a second, and come near it", async () => {
  const callers = await Promise.all([startCaller(35), startCaller(35)]);
  arrivals.length = 0;
  for (const { go } of callers) go();
  const codes = await Promise.all(callers.map(({ gone }) => gone));
  expect(codes.map(([code]) => code as unknown)).toEqual([0, 0]);
  expect(arrivals).toHaveLength(70);
  expect(mostAbove(arrivals)).toBeLessThanOrEqual(6); // the burst after a rest, far below a second's worth
  const seconds = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
  expect(69 / seconds / 15).toBeGreaterThan(0.95);
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
  answers.push({ status: 500, type: "ServiceException" });
  arrivals.length = 0;
  await expect(client.removePermission(target, "one", null)).rejects.toMatchObject({ code: "Unreachable" });
  expect(arrivals).toHaveLength(1);
  answers.push({ status: 500, type: "ServiceException" });
  expect(await client.readPolicy("some-function", "")).toMatchObject({ policy: null });
  expect(arrivals).toHaveLength(3);
});

it("turns are taken once, in whatever process; what nobody took in time is gone", async () => {
  const waits = await Promise.all(Array.from({ length: 20 }, () => reserveTurns("one key", 1, 10)));
  const sorted = waits.toSorted((a, b) => a - b);
  sorted.forEach((wait, index) => expect(wait).toBeGreaterThan(index * 100 - 260 - 100));
  expect(new Set(sorted.map((wait) => Math.round(wait / 100))).size).toBeGreaterThan(15);
  const rows = await db().$queryRaw<{ unlogged: boolean }[]>`
    SELECT relpersistence = 'u' AS unlogged FROM pg_class WHERE relname = 'Pace'`;
  expect(rows).toEqual([{ unlogged: true }]);
});

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { freePort } from "@/bin/stack";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { db } from "./db/client";

const database = withDatabase();
withSandbox();
const cast = withCast();
const children: ChildProcess[] = [];
afterEach(() => children.forEach((child) => child.kill("SIGTERM"))); // what a failure left, which passes it on

/** A process of the product on this database. */
function start(args: string[], environment: Record<string, string>) {
  const env = { ...process.env, DATABASE_URL: database.url(), AUTH_SECRET: "s".repeat(32), ...environment };
  const started = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  children.push(started);
  const said = text(started.stderr);
  const ended = once(started, "exit");
  return {
    started,
    /** Tells it to stop. @returns how it ended, and what it complained of */
    stop: async () => {
      started.kill("SIGTERM");
      return { ended: await ended, said: await said };
    },
  };
}

async function lineOf(output: Readable, wanted: string): Promise<void> {
  for await (const line of createInterface(output)) if (line === wanted) return;
  throw new Error(`It never said "${wanted}".`);
}

const jobsNow = () => db().$queryRaw`
  SELECT task_identifier AS task, attempts, locked_at IS NOT NULL AS running FROM graphile_worker.jobs ORDER BY id`;

it("with WORKER=off no job is touched; with WORKER=only they are carried out, and no page is served", async () => {
  const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  const stateOf = async () => (await db().grant.findUniqueOrThrow({ where: { id } })).state;
  const waiting = await jobsNow();
  expect(waiting).toEqual(expect.arrayContaining([{ task: "apply_grant", attempts: 0, running: false }]));

  const tsx = ["node_modules/tsx/dist/cli.mjs", "--tsconfig", path.resolve("tsconfig.json")];
  const off = start([...tsx, "tests/boot.ts"], { WORKER: "off" });
  await lineOf(off.started.stdout, "started");
  // A worker that starts adds jobs of its own at once.
  expect(await jobsNow()).toEqual(waiting);
  expect(await off.stop()).toMatchObject({ ended: [0, null] });
  expect(await jobsNow()).toEqual(waiting);
  expect(await stateOf()).toBe("applying");

  const port = await freePort();
  const only = start(["bin/start.mjs"], { WORKER: "only", PORT: String(port) });
  only.started.stdout.resume();
  await expect.poll(stateOf, { timeout: 30_000, interval: 100 }).toBe("active");
  await expect(fetch(`http://localhost:${port}/api/health`)).rejects.toThrow("fetch failed");
  expect(await only.stop()).toMatchObject({ ended: [0, null] });
  expect(await db().$queryRaw`SELECT 1 FROM graphile_worker.jobs WHERE locked_at IS NOT NULL`).toEqual([]);
}, 60_000);

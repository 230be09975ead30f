import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { text } from "node:stream/consumers";
import { beforeAll, expect, it } from "vitest";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { makePerson } from "@/tests/people";
import { isAddPermission, startWire } from "@/tests/wire";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { db } from "./db/client";

const database = withDatabase();
withSandbox();
let functionId: string;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  functionId = (await db().function.findFirstOrThrow({ where: { name: "my-function" } })).id;
});

it("a worker that is told to stop in the middle of a write finishes it, begins nothing new, and ends", async () => {
  const cast = {
    casey: await makePerson("Casey", ["checkout"]),
    petra: await makePerson("Petra", ["payments"]),
    functionId,
  };
  const grantId = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  const held = new EventEmitter();
  const reached = once(held, "reached");
  const wire = await startWire(process.env.AWS_ENDPOINT_URL ?? "", async (passing) => {
    if (!isAddPermission(passing)) return;
    const released = once(held, "released");
    held.emit("reached");
    await released;
  });
  const worker = spawn(process.execPath, ["bin/xaccount.mjs", "worker"], {
    env: { ...process.env, DATABASE_URL: database.url(), AWS_ENDPOINT_URL: wire.url },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const output = text(worker.stderr);
  const ended = once(worker, "exit");
  await reached;
  worker.kill("SIGTERM");
  const later = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  held.emit("released");
  expect(await ended, await output).toEqual([0, null]);
  await wire.stop();
  expect(await db().grant.findUniqueOrThrow({ where: { id: grantId } })).toMatchObject({ state: "active" });
  expect(await db().grant.findUniqueOrThrow({ where: { id: later } })).toMatchObject({ state: "applying" });
  const locked = await db()
    .$queryRaw`SELECT id, task_identifier, key, attempts, locked_by FROM graphile_worker.jobs WHERE locked_at IS NOT NULL`;
  expect(locked).toEqual([]);
});

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { importAccounts } from "@/lib/catalog/import-accounts";
import { connect, disconnect } from "@/lib/db/client";
import { startEmbedded } from "@/lib/db/embedded";
import { prepareDatabase } from "@/lib/db/start";
import { accountsOf } from "../../sandbox/estate/build";

/** How large an estate is: accounts of one region each, and functions in each. */
export interface Size {
  accounts: number;
  functions: number;
}

/** A sandbox that enforces AWS's quotas, a database of its own, and a worker in a process of its own. */
export interface SyncStack {
  workerPid: number;
  /** What was called since the start or since it was asked last, all accounts together. */
  takeCalls: () => Promise<{ calls: number; throttled: number; policies: number }>;
  stop: () => Promise<void>;
}

async function makeDatabase(folder: string, name: string): Promise<string> {
  const server = await startEmbedded(path.join(folder, "postgres"));
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await prepareDatabase(url.href);
  return url.href;
}

/** Runs TypeScript in one process: the figures of that process are the program's. */
function run(args: string[], env: Record<string, string>, log: string): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", openSync(log, "a")],
  });
}

/** The first line of a program's output that fits. @throws Error when it ends before */
function lineOf(child: ChildProcess, fits: (line: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`A program ended with ${code}; its log says why.`)));
    if (!child.stdout) return reject(new Error("The program has no output to read."));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (fits(line)) resolve(line);
    });
  });
}

/** Starts all of it on an estate of a size, its accounts connected. */
export async function startSyncStack(folder: string, { accounts, functions }: Size): Promise<SyncStack> {
  mkdirSync(folder, { recursive: true });
  const estate = `bulk:${accounts}x1x${functions}`;
  const url = await makeDatabase(folder, `sync_${accounts}_${functions}`);
  const options = ["--port", "0", "--estate", estate, "--quotas"];
  const sandbox = run(["sandbox/main.ts", ...options], {}, path.join(folder, "sandbox.log"));
  const ready = await lineOf(sandbox, (line) => line.startsWith("ready "));
  const { aws } = JSON.parse(ready.slice(6)) as { aws: string };
  const env = {
    ...{ DATABASE_URL: url, AWS_ENDPOINT_URL: aws, AWS_REGION: "us-east-1" },
    ...{ AWS_ACCESS_KEY_ID: "555566667777", AWS_SECRET_ACCESS_KEY: "sandbox-only" },
  };
  Object.assign(process.env, env); // roles are tried from here
  await connect(url);
  const list = accountsOf({ kind: "bulk", accounts, regions: 1, functions, aliases: 1 });
  const imported = await importAccounts({ kind: "system", name: "cli" }, list);
  const refused = imported.filter(({ what }) => what !== "connected");
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  await fetch(`${aws}/_sandbox/quotas`, { method: "POST", body: "true" }); // what trying the roles took does not count
  const worker = run(["bin/main.ts", "worker"], env, path.join(folder, "worker.log"));
  await lineOf(worker, (line) => line.includes("sync_part") && line.includes("looking for jobs"));
  const takeCalls = async () => {
    const quotas = `${aws}/_sandbox/quotas`;
    const { uses } = (await (await fetch(quotas)).json()) as {
      uses: { bucket: string; calls: number; throttled: number }[];
    };
    await fetch(quotas, { method: "POST", body: "true" });
    const sum = (of: (use: (typeof uses)[number]) => number) => uses.reduce((all, use) => all + of(use), 0);
    return {
      calls: sum(({ calls }) => calls),
      throttled: sum(({ throttled }) => throttled),
      policies: sum(({ bucket, calls }) => (bucket === "getPolicy" ? calls : 0)),
    };
  };
  return {
    workerPid: worker.pid ?? 0,
    takeCalls,
    stop: async () => {
      await disconnect();
      for (const child of [worker, sandbox]) {
        const gone = once(child, "exit");
        child.kill("SIGTERM");
        await gone;
      }
    },
  };
}

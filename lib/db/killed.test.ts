import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { GetPolicyCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { chainStatus } from "@/lib/audit/status";
import { makePerson } from "@/tests/people";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { connect, db, disconnect } from "./client";
import { startEmbedded } from "./embedded";
import { prepareDatabase } from "./start";

const sandbox = withSandbox();
const tsx = ["node_modules/tsx/dist/cli.mjs", "--tsconfig", path.resolve("tsconfig.json")];

/** Kills the server and all that belongs to it, as a power cut would. */
function cut(folder: string): void {
  const pid = readFileSync(path.join(folder, "postgres/server/postmaster.pid"), "utf8").split("\n")[0] ?? "";
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", pid], { encoding: "utf8" });
  execFileSync("kill", ["-9", pid, ...children.split(/\s+/).filter(Boolean)]);
}

function start(args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "ignore"],
  });
}

describe.each(["embedded", "external"] as const)(
  "the %s database is killed while grants are made",
  (kind) => {
    const folder = path.resolve(`.cache/test-killed-${kind}`);
    let server: Awaited<ReturnType<typeof startEmbedded>>;
    let functionId: string;

    beforeAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      server = await startEmbedded(path.join(folder, "postgres"));
      await prepareDatabase(server.url);
      await connect(server.url);
      await connectEstate();
      await syncNow("123456789012");
      await makePerson("Casey", ["checkout"]);
      await makePerson("Petra", ["payments"]);
      functionId = (await db().function.findFirstOrThrow({ where: { name: "my-function" } })).id;
    });
    afterAll(async () => {
      await disconnect();
      server.stop();
    });

    it("nothing acknowledged is lost, and every process goes on by itself", async () => {
      // The embedded one is looked after by the product's own process; an external one by whoever runs it.
      const env: Record<string, string> =
        kind === "embedded" ? { DATABASE_URL: "", XACCOUNT_DATA: folder } : { DATABASE_URL: server.url };
      const worker = start(["bin/xaccount.mjs", "worker"], env);
      const approving = start([...tsx, "tests/crash/approving.ts"], {
        ...{ DATABASE_URL: server.url, FUNCTION_ID: functionId },
      });
      const acked: string[] = [];
      if (!approving.stdout) throw new Error("It has no output to read.");
      createInterface({ input: approving.stdout }).on("line", (line) => {
        if (line.startsWith("acked ")) acked.push(line.slice(6));
      });
      const until = { timeout: 60_000, interval: 20 };
      try {
        await vi.waitUntil(() => acked.length >= 6, until);
        cut(folder);
        const before = acked.length;
        if (kind === "external") await startEmbedded(path.join(folder, "postgres"));
        await vi.waitUntil(() => acked.length >= before + 6, until);
        approving.stdin?.end();
        await once(approving, "exit");
        const all = () => db().grant.findMany({ where: { id: { in: acked } } });
        await vi.waitUntil(async () => (await all()).every(({ state }) => state === "active"), until);
        const grants = await all();
        expect(grants).toHaveLength(acked.length);
        const command = new GetPolicyCommand({ FunctionName: "my-function", Qualifier: "prod" });
        const { Policy = "" } = await sandbox.clientOf("123456789012").send(command);
        for (const { statementId } of grants) expect(Policy.split(`"${statementId}"`)).toHaveLength(2);
        expect((await chainStatus()).ok).toBe(true);
      } finally {
        approving.kill();
        worker.kill("SIGTERM");
        if (worker.exitCode === null) await once(worker, "exit");
      }
    }, 120_000);
  },
);

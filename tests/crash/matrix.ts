import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { GetPolicyCommand } from "@aws-sdk/client-lambda";
import { runOnce } from "graphile-worker";
import { z } from "zod";
import { listEvents } from "@/lib/audit/list";
import { db } from "@/lib/db/client";
import { expireDueGrants } from "@/lib/grants/expire";
import { reconcileGrants } from "@/lib/grants/reconcile";
import { resumeGrants } from "@/lib/grants/resume";
import { tasks } from "@/lib/tasks";
import { cleanUp, forgetJobs, nextPrincipal, type Cast, type Verb } from "./verbs";

/** Runs a worker process until it has nothing to do, or is killed. @returns the points it passed */
async function runWorker(
  databaseUrl: string,
  killAt: number,
): Promise<{ killed: boolean; points: string[] }> {
  const child = spawn(
    process.execPath,
    ["node_modules/tsx/dist/cli.mjs", "--tsconfig", path.resolve("tsconfig.json"), "tests/crash/worker.ts"],
    {
      env: { ...process.env, DATABASE_URL: databaseUrl, XACCOUNT_KILL_AT: String(killAt) },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
  const points = output.split("\n").filter((line) => line.startsWith("mark "));
  return { killed: points.length === killAt, points: points.map((line) => line.replace(/^mark \d+ /, "")) };
}

/** The same while something is the matter, where the verb says so. */
async function runInTrouble({ trouble }: Verb, cast: Cast, databaseUrl: string, killAt: number) {
  const end = await trouble?.(cast);
  try {
    return await runWorker(databaseUrl, killAt);
  } finally {
    await end?.();
  }
}

const document = z.object({ Statement: z.array(z.looseObject({ Sid: z.string().optional() })) });

/** How many statements of this ID the policy holds in AWS. */
async function statementsOf(aws: LambdaClient, sid: string): Promise<number> {
  const command = new GetPolicyCommand({ FunctionName: "my-function", Qualifier: "prod" });
  const { Policy } = await aws.send(command).catch(() => ({ Policy: undefined }));
  if (!Policy) return 0;
  return document.parse(JSON.parse(Policy)).Statement.filter(({ Sid }) => Sid === sid).length;
}

/** What was found after a kill and a new start. */
export interface Outcome {
  verb: string;
  at: number;
  point: string;
  killed: boolean;
  state: string;
  statements: number;
  events: string[];
}

const isUnderWay = async (id: string) => {
  const { state } = await db().grant.findUniqueOrThrow({ where: { id } });
  return state === "applying" || state === "revoking";
};

/** What a process does when it starts, and each minute: PostgreSQL may need a moment to find that the last one died. */
async function goOn(grantId: string, connectionString: string): Promise<void> {
  for (let rounds = 1; rounds <= 250 && (await isUnderWay(grantId)); rounds++) {
    await resumeGrants();
    await runOnce({ connectionString, taskList: tasks, concurrency: 1, noHandleSignals: true });
    await pause(20);
  }
}

/** Prepares a verb, kills the worker at a point, goes on as a process that starts does, and looks. */
export async function killAndResume(
  verb: Verb,
  at: number,
  { cast, aws, databaseUrl }: { cast: Cast; aws: LambdaClient; databaseUrl: string },
): Promise<Outcome> {
  const grantId = await verb.prepare(cast, nextPrincipal());
  const { killed, points } = await runInTrouble(verb, cast, databaseUrl, at);
  await expireDueGrants(); // the minute's job
  await goOn(grantId, databaseUrl);
  await reconcileGrants(); // the minute's job, too
  const grant = await db().grant.findUniqueOrThrow({ where: { id: grantId } });
  // Jobs that waited and were not held by the dead worker run as ever.
  if (grant.state === "applying" || grant.state === "revoking") await runWorker(databaseUrl, 100_000);
  const { state, statementId } = await db().grant.findUniqueOrThrow({ where: { id: grantId } });
  const statements = await statementsOf(aws, statementId);
  const { rows } = await listEvents({ grantId });
  const outcome = {
    ...{ verb: verb.name, at, point: points.at(-1) ?? "", killed, state, statements },
    events: rows.map(({ action }) => action).reverse(),
  };
  await cleanUp(cast, grantId);
  return outcome;
}

/** The points a verb passes when nobody kills it. */
export async function countPoints(
  verb: Verb,
  { cast, databaseUrl }: { cast: Cast; databaseUrl: string },
): Promise<string[]> {
  await forgetJobs();
  const grantId = await verb.prepare(cast, nextPrincipal());
  const { points } = await runInTrouble(verb, cast, databaseUrl, 100_000);
  await cleanUp(cast, grantId);
  return points;
}

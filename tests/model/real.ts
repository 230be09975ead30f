import { randomUUID } from "node:crypto";
import {
  AddPermissionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { Logger, runOnce } from "graphile-worker";
import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { db } from "@/lib/db/client";
import { refreshPolicy } from "@/lib/catalog/refresh";
import { unaudited } from "@/lib/db/unaudited";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { reviewRequest } from "@/lib/requests/review";
import { submitRequest } from "@/lib/requests/submit";
import { tasks } from "@/lib/tasks";
import type { Who } from "./model";

/** The real thing: the product's verbs on a real database, before the sandbox. */
export interface Real {
  people: Record<Who | "petra", Actor>;
  functionId: string;
  aws: LambdaClient;
  databaseUrl: string;
  /** Requests and grants in the order of the model's. */
  requests: number[];
  grants: string[];
}

const logger = new Logger(() => () => undefined);
const target = { FunctionName: "my-function", Qualifier: "prod" };
const document = z.object({ Statement: z.array(z.looseObject({ Sid: z.string() })) });

export const ask = ({ people, functionId }: Real, who: Who, principal: string) =>
  submitRequest(people[who], {
    ...{ functionId, qualifier: "prod", action: "lambda:InvokeFunction", principal },
    ...{ durationDays: "30", reason: "To see what becomes of it.", draftId: randomUUID() },
  });

export async function review(real: Real, requestId: number, verdict: "approve" | "reject"): Promise<void> {
  await refreshPolicy(real.functionId, "prod"); // what moved unseen is a Conflict of its own, tested elsewhere
  const { hash } = await analyseRequest(await getRequest(requestId));
  const text = verdict === "reject" ? "Not needed" : "";
  await reviewRequest(real.people.petra, { requestId, verdict, text, analysisHash: hash });
}

/** Lets every job that is due run, as a worker does. */
export async function workOnce({ databaseUrl }: Real): Promise<void> {
  await runOnce({
    connectionString: databaseUrl,
    taskList: tasks,
    concurrency: 2,
    noHandleSignals: true,
    logger,
  });
}

/** Lets what a request justifies be over. */
export async function passTime(requestId: number): Promise<void> {
  await unaudited("grant.attempted", (tx) =>
    tx.justification.updateMany({ where: { requestId }, data: { expiresAt: new Date(Date.now() - 1000) } }),
  );
}

/** Begins a run where nothing is asked for, granted or added by anybody. */
export async function startAnew(real: Real): Promise<void> {
  const StatementIds = (await standing(real)).filter((sid) => /^(xa-|foreign-)/.test(sid));
  for (const StatementId of StatementIds)
    await real.aws.send(new RemovePermissionCommand({ ...target, StatementId }));
  await unaudited("grant.attempted", async (tx) => {
    await tx.request.updateMany({ where: { state: "pending" }, data: { state: "withdrawn" } });
    await tx.justification.updateMany({ where: { endedAt: null }, data: { endedAt: new Date() } });
    await tx.grant.updateMany({ data: { state: "revoked", drift: null } });
  });
}

/** Statement IDs that stand. */
export async function standing({ aws }: Real): Promise<string[]> {
  const { Policy } = await aws.send(new GetPolicyCommand(target)).catch(() => ({ Policy: undefined }));
  return Policy ? document.parse(JSON.parse(Policy)).Statement.map(({ Sid }) => Sid) : [];
}

/** Somebody else adds a statement, or removes one of ours. */
export async function addForeign({ aws }: Real, sid: string): Promise<void> {
  const fields = { StatementId: sid, Action: "lambda:InvokeFunction", Principal: "444455556666" };
  await aws.send(new AddPermissionCommand({ ...target, ...fields }));
}
export async function removeOurs({ aws }: Real, grantId: string): Promise<void> {
  const { statementId } = await db().grant.findUniqueOrThrow({ where: { id: grantId } });
  await aws.send(new RemovePermissionCommand({ ...target, StatementId: statementId }));
}

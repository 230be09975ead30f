import { randomUUID } from "node:crypto";
import { AddPermissionCommand, RemovePermissionCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { refreshPolicy } from "@/lib/catalog/refresh";
import { unaudited } from "@/lib/db/unaudited";
import { db } from "@/lib/db/client";
import { applyGrant } from "@/lib/grants/apply";
import type { StepFailure } from "@/lib/grants/failure";
import { performRevoke } from "@/lib/grants/perform-revoke";
import { revokeGrant } from "@/lib/grants/revoke";
import type { Actor } from "@/lib/audit/actor";
import { enqueue } from "@/lib/jobs/enqueue";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { reviewRequest } from "@/lib/requests/review";
import { submitRequest } from "@/lib/requests/submit";
import type { Sandbox } from "../../sandbox/server";
import { awsFails, somebodyElseIsThere, type Trouble } from "./trouble";

/** Who takes part, and the function it is about. */
export interface Cast {
  casey: Actor;
  petra: Actor;
  functionId: string;
  /** Somebody with the account's own credentials; the verbs that a person takes need nobody. */
  aws?: LambdaClient;
  /** The AWS that fails where a verb says so. */
  sandbox?: Sandbox;
}

let role = 0;

/** An approved request for a role of its own each time. @returns its grant's ID; the grant waits to be applied */
async function approved({ casey, petra, functionId }: Cast, principal: string): Promise<string> {
  const draftId = randomUUID();
  const requestId = await submitRequest(casey, {
    ...{ functionId, qualifier: "prod", action: "lambda:InvokeFunction", principal, draftId },
    ...{ durationDays: "1", reason: "To see whether it survives." },
  });
  const { hash } = await analyseRequest(await getRequest(requestId));
  await reviewRequest(petra, { requestId: String(requestId), verdict: "approve", analysisHash: hash });
  return draftId;
}

/** A verb to be killed in: how it is prepared, and what must be in the end. */
export interface Verb {
  name: string;
  /** Leaves a job due that carries the verb out. @returns the grant's ID */
  prepare: (cast: Cast, principal: string) => Promise<string>;
  /** What is the matter during the run that is killed, and no longer when it is gone on with. */
  trouble?: Trouble;
  state: "active" | "revoked" | "expired";
  /** How many statements of its own must stand then. */
  statements: 0 | 1;
  /** Events the trail must hold of the grant, once each. */
  events: string[];
  /** Events it may hold, as the trouble was told before the kill or not; never twice. */
  told?: string[];
  /** At how many points it can be killed at least. */
  points: number;
  /** One of them that says that it came to what it is about. */
  passes?: string;
}

/** An approved request whose statement stands. @returns its grant's ID */
async function applied(cast: Cast, principal: string): Promise<string> {
  const grantId = await approved(cast, principal);
  await applyGrant(grantId);
  return grantId;
}

/** One that somebody revoked. @returns its grant's ID; the grant waits to be removed */
async function revoked(cast: Cast, principal: string): Promise<string> {
  const grantId = await applied(cast, principal);
  await revokeGrant(cast.petra, { grantId, reason: "No longer needed" });
  return grantId;
}

const target = { FunctionName: "my-function", Qualifier: "prod" };

/** Somebody with the account's own credentials writes the statement of a grant, and that was read. */
async function addBeside({ aws, functionId }: Cast, grantId: string): Promise<void> {
  const { statementId: StatementId, principal } = await db().grant.findUniqueOrThrow({
    where: { id: grantId },
  });
  const said = { StatementId, Action: "lambda:InvokeFunction", Principal: principal };
  await aws?.send(new AddPermissionCommand({ ...target, ...said }));
  await refreshPolicy(functionId, "prod");
}

const compare = () => unaudited("grant.attempted", (tx) => enqueue(tx, "reconcile", {}, "reconcile"));

export const verbs: Verb[] = [
  {
    name: "apply",
    prepare: approved,
    state: "active",
    statements: 1,
    events: ["grant.intended", "grant.applied"],
    points: 20,
  },
  {
    name: "revoke",
    prepare: revoked,
    ...{ state: "revoked", statements: 0 },
    events: ["grant.applied", "grant.revoke_decided", "grant.revoked"],
    points: 20,
  },
  {
    name: "expire",
    prepare: async (cast, principal) => {
      const grantId = await applied(cast, principal);
      await unaudited("grant.attempted", async (tx) => {
        const expiresAt = new Date(Date.now() - 1000);
        await tx.justification.update({ where: { itemId: grantId }, data: { expiresAt } });
        await enqueue(tx, "expire_grants", {}, "expire_grants");
      });
      return grantId;
    },
    ...{ state: "expired", statements: 0 },
    events: ["grant.applied", "grant.expiry_reached", "grant.expired"],
    points: 20,
  },
  {
    name: "reconcile",
    // Somebody put the statement of a grant that is over back, and that was read.
    prepare: async (cast, principal) => {
      const grantId = await revoked(cast, principal);
      await performRevoke(grantId);
      await addBeside(cast, grantId);
      await compare();
      return grantId;
    },
    ...{ state: "revoked", statements: 0 },
    events: ["grant.applied", "grant.revoke_decided", "grant.lingering_found"],
    points: 20,
  },
  {
    name: "reconcile what differs",
    // Somebody removed the statement of a grant, and that was read.
    prepare: async (cast, principal) => {
      const grantId = await applied(cast, principal);
      const { statementId: StatementId } = await db().grant.findUniqueOrThrow({ where: { id: grantId } });
      await cast.aws?.send(new RemovePermissionCommand({ ...target, StatementId }));
      await refreshPolicy(cast.functionId, "prod");
      await compare();
      return grantId;
    },
    ...{ state: "active", statements: 0 }, // for somebody to restore or accept
    events: ["grant.applied", "grant.drift_found"],
    points: 8, // the database's alone: AWS is not asked, and nothing is written there
  },
  {
    name: "apply that AWS fails",
    prepare: approved,
    trouble: awsFails("AddPermission"),
    ...{ state: "active", statements: 1 },
    events: ["grant.intended", "grant.applied"],
    points: 12, // AWS did not do it, and nothing was told
    passes: "before the job apply_grant",
  },
  {
    name: "revoke that AWS fails",
    // For the third time, of which people are told.
    prepare: async (cast, principal) => {
      const id = await revoked(cast, principal);
      await unaudited("grant.attempted", (tx) => tx.grant.update({ where: { id }, data: { attempts: 2 } }));
      return id;
    },
    trouble: awsFails("RemovePermission"),
    ...{ state: "revoked", statements: 0 },
    events: ["grant.applied", "grant.revoke_decided", "grant.revoked"],
    told: ["grant.revoke_failed"],
    points: 20,
    passes: "after the event grant.revoke_failed",
  },
  {
    name: "a failed grant found standing",
    // A try arrived whose answer did not; the next one was refused, which ended it.
    prepare: async (cast, principal) => {
      const id = await approved(cast, principal);
      const at = new Date().toISOString();
      const said = { code: "Refused", sentence: "AWS refused.", told: true, toldCode: "Refused" };
      const failure: StepFailure = { step: "apply", at, ...said };
      await unaudited("grant.attempted", (tx) =>
        tx.grant.update({ where: { id }, data: { state: "failed", failure } }),
      );
      await forgetJobs();
      await addBeside(cast, id);
      await compare();
      return id;
    },
    ...{ state: "active", statements: 1 },
    events: ["grant.intended", "grant.found_standing", "grant.applied"],
    points: 20,
    passes: "after the event grant.found_standing",
  },
  {
    name: "apply while somebody else is at the function",
    prepare: approved,
    trouble: somebodyElseIsThere,
    ...{ state: "active", statements: 1 },
    events: ["grant.intended", "grant.applied"],
    points: 7, // it is put back: the database's alone
    passes: "before the job apply_grant",
  },
];

/** A principal that no other grant is for. */
export function nextPrincipal(): string {
  role += 1;
  return String(800_000_000_000 + role);
}

/** Empties the queue: jobs that are no longer of use, and those that a killed worker held. */
export async function forgetJobs(): Promise<void> {
  await unaudited("grant.attempted", (tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`);
}

/** Takes away what is left of a verb, so that the next begins as this one did. */
export async function cleanUp(cast: Cast, grantId: string): Promise<void> {
  const grant = await db().grant.findUniqueOrThrow({ where: { id: grantId } });
  if (grant.state === "active") {
    await revokeGrant(cast.petra, { grantId, reason: "The test is over" });
    await performRevoke(grantId);
  }
  await forgetJobs();
}

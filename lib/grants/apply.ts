import { setTimeout as pause } from "node:timers/promises";
import { AwsFailure } from "@/lib/aws/errors";
import type { LivePolicy, RegionClient } from "@/lib/aws/region-client";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { Prisma } from "@/lib/db/generated/client";
import { policyRead } from "@/lib/catalog/refresh";
import { assertMay } from "@/lib/identity/may";
import { findStatement } from "@/lib/lambda/policy";
import { addPermissionFields, renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
import { asOnlyWriter, inputOf, resourceOf, type GrantRow } from "./live";
import { stepFailed } from "./step-failed";

const worker: Actor = { kind: "system", name: "worker" };

/** What was found or written in AWS. */
interface Applied {
  live: LivePolicy;
  revisionBefore: string | null;
  awsRequestId: string | null;
  statement: string;
}

/** Reads back what was written: policies are eventually consistent, so a few times. */
async function readBack(
  client: RegionClient,
  grant: GrantRow,
): Promise<{ live: LivePolicy; statement: string } | null> {
  for (let wait = 0; wait <= 1600; wait = wait * 2 || 100) {
    if (wait > 0) await pause(wait);
    const live = await client.findPolicy(grant.functionName, grant.qualifier);
    const statement = live ? findStatement(live.policy, grant.statementId) : null;
    if (live && statement) return { live, statement };
  }
  return null;
}

/** Read, compare, write with the revision read, read back. Run again at any point, it makes no second statement. */
async function putStatement(grant: GrantRow, client: RegionClient): Promise<Applied> {
  const input = inputOf(grant);
  const wanted = statementText(renderStatement(input));
  const different = (found: string) =>
    new AwsFailure(
      "other",
      "Conflict",
      `The policy already holds a statement ${grant.statementId} that says something else, and it was not touched. Look at it, remove it in AWS, and try again.`,
      found,
    );
  const before = await client.findPolicy(grant.functionName, grant.qualifier);
  const present = before ? findStatement(before.policy, grant.statementId) : null;
  if (before && present) {
    if (!sameStatement(present, wanted)) throw different(present);
    return {
      live: before,
      revisionBefore: before.revisionId,
      awsRequestId: grant.awsRequestId,
      statement: present,
    };
  }
  const { awsRequestId } = await client.addPermission(addPermissionFields(input), before?.revisionId ?? null);
  const after = await readBack(client, grant);
  if (!after)
    throw new AwsFailure(
      "unreachable",
      "Unreachable",
      "AWS took the statement and does not show it yet. It is read again shortly.",
      null,
    );
  if (!sameStatement(after.statement, wanted)) throw different(after.statement);
  return {
    live: after.live,
    revisionBefore: before?.revisionId ?? null,
    awsRequestId,
    statement: after.statement,
  };
}

/** A request is applied when the last of its grants is. */
async function becomeActive(grant: GrantRow, applied: Applied): Promise<void> {
  await audited(worker, async (tx, record) => {
    const { live, revisionBefore, awsRequestId, statement } = applied;
    const now = new Date();
    const data = {
      state: "active" as const,
      statement,
      awsRequestId,
      revisionBefore,
      revisionAfter: live.revisionId,
      appliedAt: now,
    };
    const { count } = await tx.grant.updateMany({
      where: { id: grant.id, state: { in: ["applying", "failed"] } },
      data: { ...data, failure: Prisma.DbNull },
    });
    if (count === 0) throw new Error(`Grant ${grant.id} was no longer being applied when it had been.`);
    const told = {
      requestId: grant.requestId,
      grantId: grant.id,
      functionId: grant.functionId,
      accountId: grant.accountId,
    };
    await record({
      action: "grant.applied",
      subject: { kind: "grant", id: grant.id },
      ...told,
      awsRequestId: awsRequestId ?? undefined,
      data: { statement, revisionBefore, revisionAfter: live.revisionId },
    });
    await policyRead(tx, grant.functionId, grant.qualifier, live);
    const open = await tx.grant.count({
      where: { requestId: grant.requestId, state: { in: ["applying", "failed"] } },
    });
    if (open > 0) return;
    const done = await tx.request.updateMany({
      where: { id: grant.requestId, state: "approved" },
      data: { state: "applied" },
    });
    if (done.count > 0)
      await record({
        action: "request.applied",
        subject: { kind: "request", id: String(grant.requestId) },
        requestId: grant.requestId,
        functionId: grant.functionId,
      });
  });
}

/**
 * The job that carries out an approval: puts the grant's statement into the function's policy through the Lambda API
 * and reads it back. Idempotent; one writer per function.
 * @throws AwsFailure when trying again may help; the queue does that
 */
export async function applyGrant(grantId: string): Promise<void> {
  await asOnlyWriter(grantId, async (grant, client) => {
    if (grant.state !== "applying") return; // delivered twice, or revoked meanwhile
    assertMay(worker, "apply", resourceOf(grant));
    try {
      await becomeActive(grant, await putStatement(grant, client));
    } catch (error) {
      await stepFailed(worker, grant, "apply", error);
    }
  });
}

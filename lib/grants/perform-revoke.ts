import { AwsFailure } from "@/lib/aws/errors";
import type { RegionClient } from "@/lib/aws/region-client";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { Prisma } from "@/lib/db/generated/client";
import { policyRead } from "@/lib/catalog/refresh";
import { findStatement } from "@/lib/lambda/policy";
import { renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
import { asOnlyWriter, inputOf, type GrantRow } from "./live";
import { stepFailed } from "./step-failed";

const worker: Actor = { kind: "system", name: "worker" };

interface Removed {
  live: { policy: string | null; revisionId: string | null };
  awsRequestId: string | null;
}

/** Removes the grant's statement if it is there and its own. Gone already is gone. */
async function removeStatement(grant: GrantRow, client: RegionClient): Promise<Removed> {
  const target = { name: grant.functionName, qualifier: grant.qualifier };
  const before = await client.findPolicy(target.name, target.qualifier);
  const present = before ? findStatement(before.policy, grant.statementId) : null;
  if (!present)
    return { live: before ?? { policy: null, revisionId: null }, awsRequestId: grant.revokeAwsRequestId };
  const ours = grant.statement ?? statementText(renderStatement(inputOf(grant)));
  // A role deleted meanwhile stands as its unique ID; anything else that differs was changed by somebody.
  if (!sameStatement(present, ours) && !/"A(ROA|IDA)[A-Z0-9]+"/.test(present)) {
    throw new AwsFailure(
      "other",
      "Conflict",
      `The statement ${grant.statementId} was changed by somebody, so it was not removed. Look at it in AWS, and remove it there if nobody needs it.`,
      present,
    );
  }
  const { awsRequestId } = await client.removePermission(
    target,
    grant.statementId,
    before?.revisionId ?? null,
  );
  const after = await client.findPolicy(target.name, target.qualifier);
  if (after && findStatement(after.policy, grant.statementId)) {
    throw new AwsFailure(
      "unreachable",
      "Unreachable",
      "AWS took the removal and still shows the statement. It is read again shortly.",
      null,
    );
  }
  return { live: after ?? { policy: null, revisionId: null }, awsRequestId };
}

async function becomeEnded(grant: GrantRow, { live, awsRequestId }: Removed): Promise<void> {
  await audited(worker, async (tx, record) => {
    const state = grant.revokeCause ?? "revoked";
    const { count } = await tx.grant.updateMany({
      where: { id: grant.id, state: "revoking" },
      data: { state, revokeAwsRequestId: awsRequestId, revokedAt: new Date(), failure: Prisma.DbNull },
    });
    if (count === 0) throw new Error(`Grant ${grant.id} was no longer being revoked when it had been.`);
    await record({
      action: `grant.${state}`,
      subject: { kind: "grant", id: grant.id },
      requestId: grant.requestId,
      grantId: grant.id,
      functionId: grant.functionId,
      accountId: grant.accountId,
      reason: grant.revokeReason ?? undefined,
      awsRequestId: awsRequestId ?? undefined,
      data: { statementId: grant.statementId },
    });
    await policyRead(tx, grant.functionId, grant.qualifier, live);
  });
}

/**
 * The job that takes access away: removes the grant's statement and reads the policy back. Idempotent.
 * @throws AwsFailure when trying again may help; the queue does that
 */
export async function performRevoke(grantId: string): Promise<void> {
  await asOnlyWriter(grantId, async (grant, client) => {
    if (grant.state !== "revoking") return;
    try {
      await becomeEnded(grant, await removeStatement(grant, client));
    } catch (error) {
      await stepFailed(worker, grant, "revoke", error);
    }
  });
}

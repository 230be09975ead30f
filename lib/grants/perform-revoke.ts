import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { Prisma } from "@/lib/db/generated/client";
import { policyRead } from "@/lib/catalog/refresh";
import { noDrift } from "./drift-told";
import { finishRequests } from "./finish-requests";
import { asOnlyWriter, type GrantRow } from "./live";
import { removeStatement, type Removed } from "./remove-statement";
import { stepFailed } from "./step-failed";

const worker: Actor = { kind: "system", name: "worker" };

async function becomeEnded(grant: GrantRow, { live, awsRequestId }: Removed): Promise<void> {
  const { id, requestId, functionId, accountId, qualifier, statementId } = grant;
  const state = grant.revokeCause ?? "revoked";
  await audited(worker, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id, state: "revoking" },
      data: {
        ...{ state, revokeAwsRequestId: awsRequestId },
        revokedAt: live.readAt, // a reading that began before may still show it
        ...{ failure: Prisma.DbNull, attempts: 0, removeFound: null },
        ...noDrift,
      },
    });
    if (count === 0) throw new Error(`Grant ${id} was no longer being revoked when it had been.`);
    await record({
      action: `grant.${state}`,
      subject: { kind: "grant", id },
      ...{ requestId, grantId: id, functionId, accountId },
      reason: grant.revokeReason ?? undefined,
      awsRequestId: awsRequestId ?? undefined,
      data: { statementId },
    });
    await policyRead(tx, functionId, qualifier, live);
    await finishRequests(tx, record, id);
  });
}

/**
 * The job that takes access away: removes the grant's statement and reads the policy back. Idempotent. What fails is
 * kept on the grant, told, and tried until it is done.
 */
export async function performRevoke(grantId: string): Promise<void> {
  await asOnlyWriter("revoke", grantId, async (grant, connect) => {
    if (grant.state !== "revoking") return;
    try {
      await becomeEnded(grant, await removeStatement(grant, await connect()));
    } catch (error) {
      await stepFailed(worker, grant, "revoke", error);
    }
  });
}

import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { Prisma } from "@/lib/db/generated/client";
import { policyRead } from "@/lib/catalog/refresh";
import { assertMay } from "@/lib/identity/may";
import { finishRequests } from "./finish-requests";
import { asOnlyWriter, resourceOf, type GrantRow } from "./live";
import { putStatement, type Applied } from "./put-statement";
import { stepFailed } from "./step-failed";

const worker: Actor = { kind: "system", name: "worker" };

async function becomeActive(grant: GrantRow, applied: Applied): Promise<void> {
  const { live, revisionBefore, awsRequestId, statement } = applied;
  const { id, requestId, functionId, accountId, qualifier } = grant;
  const told = { subject: { kind: "grant" as const, id }, requestId, grantId: id, functionId, accountId };
  const revisionAfter = live.revisionId;
  await audited(worker, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id, state: "applying" },
      data: {
        ...{ state: "active", statement, awsRequestId, revisionBefore, revisionAfter },
        appliedAt: live.readAt, // a reading that began before says nothing of it
        ...{ failure: Prisma.DbNull, attempts: 0 },
      },
    });
    await policyRead(tx, functionId, qualifier, live);
    // Revoked while it was being written: whoever removes it waits for this function, and finds it.
    if (count === 0) return record({ action: "grant.apply_overtaken", ...told });
    await record({
      action: "grant.applied",
      ...told,
      awsRequestId: awsRequestId ?? undefined,
      data: { statement, revisionBefore, revisionAfter },
    });
    await finishRequests(tx, record, id);
  });
}

/**
 * The job that carries out an approval: puts the grant's statement into the function's policy through the Lambda API
 * and reads it back. Idempotent; one writer per function. What fails is kept on the grant and tried again.
 */
export async function applyGrant(grantId: string): Promise<void> {
  await asOnlyWriter("apply", grantId, async (grant, connect) => {
    if (grant.state !== "applying") return; // delivered twice, or revoked meanwhile
    assertMay(worker, "apply", resourceOf(grant));
    try {
      await becomeActive(grant, await putStatement(grant, await connect()));
    } catch (error) {
      await stepFailed(worker, grant, "apply", error);
    }
  });
}

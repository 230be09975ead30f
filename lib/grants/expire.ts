import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";

const worker: Actor = { kind: "system", name: "worker" };

/**
 * Starts taking away every grant whose time is over. Runs each minute, and at once after an outage.
 * @returns how many
 */
export async function expireDueGrants(now = new Date()): Promise<number> {
  const due = await db().grant.findMany({
    where: { state: "active", expiresAt: { lte: now } },
    orderBy: { expiresAt: "asc" },
    take: 1000,
  });
  for (const grant of due) {
    await audited(worker, async (tx, record) => {
      const reason = "Its time was over.";
      await tx.grant.updateMany({
        where: { id: grant.id, state: "active" },
        data: { state: "revoking", revokeCause: "expired", revokeReason: reason },
      });
      await enqueue(tx, "revoke_grant", { grantId: grant.id }, `revoke ${grant.id}`);
      await record({
        action: "grant.expiry_reached",
        subject: { kind: "grant", id: grant.id },
        requestId: grant.requestId,
        grantId: grant.id,
        functionId: grant.functionId,
        accountId: grant.accountId,
        reason,
      });
    });
  }
  return due.length;
}

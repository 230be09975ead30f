import type { Record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import type { RevokeCause } from "@/lib/db/generated/client";
import { Prisma } from "@/lib/db/generated/client";
import { enqueue } from "@/lib/jobs/enqueue";

/** Why something no longer justifies a grant. */
export interface Ending {
  cause: RevokeCause;
  reason: string;
  /** Who decided it; null when its time was over. */
  byId: string | null;
}

/** A grant of which something ends, with its row locked: nobody adds to it or takes from it meanwhile. */
async function lockGrant(tx: Transaction, grantId: string) {
  await tx.$queryRaw`SELECT id FROM "Grant" WHERE id = ${grantId}::uuid FOR UPDATE`;
  return tx.grant.findUniqueOrThrow({ where: { id: grantId } });
}

/**
 * Ends justifications of a grant; with the last of them the grant is revoked, and otherwise stands for as long as what
 * is left of them says.
 * @param itemIds which; those that ended already are left as they are
 * @returns how many ended now, and whether the grant is being revoked for it
 */
export async function endJustifications(
  tx: Transaction,
  record: Record,
  { grantId, itemIds, ending, now }: { grantId: string; itemIds: string[]; ending: Ending; now: Date },
): Promise<{ ended: number; revoking: boolean }> {
  const grant = await lockGrant(tx, grantId);
  const { cause, reason, byId } = ending;
  const { count: ended } = await tx.justification.updateMany({
    where: { grantId, itemId: { in: itemIds }, endedAt: null },
    data: { endedAt: now, endCause: cause, endReason: reason, endedById: byId },
  });
  const left = await tx.justification.findMany({
    where: { grantId, endedAt: null },
    select: { expiresAt: true },
  });
  const { requestId, functionId, accountId } = grant;
  const told = {
    subject: { kind: "grant" as const, id: grantId },
    requestId,
    grantId,
    functionId,
    accountId,
  };
  if (left.length > 0) {
    const ends = left.map(({ expiresAt }) => expiresAt?.getTime() ?? Infinity);
    const latest = Math.max(...ends);
    await tx.grant.update({
      where: { id: grantId },
      data: { expiresAt: latest === Infinity ? null : new Date(latest) },
    });
    if (ended > 0)
      await record({ action: "grant.justification_ended", ...told, reason, data: { left: left.length } });
    return { ended, revoking: false };
  }
  const { count } = await tx.grant.updateMany({
    where: { id: grantId, state: { in: ["applying", "active", "failed"] } },
    data: {
      state: "revoking",
      revokeCause: cause,
      revokeReason: reason,
      revokedById: byId,
      failure: Prisma.DbNull,
      attempts: 0,
    },
  });
  if (count === 0) return { ended, revoking: false };
  await enqueue(tx, "revoke_grant", { grantId }, `revoke ${grantId}`);
  const action = cause === "expired" ? "grant.expiry_reached" : "grant.revoke_decided";
  await record({ action, ...told, reason });
  return { ended, revoking: true };
}

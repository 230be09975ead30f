import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { endJustifications } from "./end-justification";

const worker: Actor = { kind: "system", name: "worker" };
const ending = { cause: "expired" as const, reason: "Its time was over.", byId: null };
const batch = 1000;

/** What is due to end, by grant. */
async function findDue(now: Date): Promise<Map<string, string[]>> {
  const due = await db().justification.findMany({
    where: {
      ...{ endedAt: null, expiresAt: { lte: now } },
      grant: { state: { in: ["applying", "active", "failed"] } },
    },
    orderBy: { expiresAt: "asc" },
    take: batch,
    select: { itemId: true, grantId: true },
  });
  const byGrant = new Map<string, string[]>();
  for (const { itemId, grantId } of due) byGrant.set(grantId, [...(byGrant.get(grantId) ?? []), itemId]);
  return byGrant;
}

/**
 * Ends every justification whose time is over, and starts taking away each grant of which it was the last. Runs when
 * one ends, each minute, and at once after an outage.
 * @returns how many grants are being taken away for it
 */
export async function expireDueGrants(now = new Date()): Promise<number> {
  let taken = 0;
  for (let due = await findDue(now); due.size > 0; due = await findDue(now)) {
    for (const [grantId, itemIds] of due) {
      const { revoking } = await audited(worker, async (tx, record) => {
        const result = await endJustifications(tx, record, { grantId, itemIds, ending, now });
        if (result.ended === 0 && !result.revoking)
          await record({
            action: "grant.expiry_overtaken",
            subject: { kind: "grant", id: grantId },
            grantId,
          });
        return result;
      });
      if (revoking) taken += 1;
    }
  }
  return taken;
}

import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { overtaken, unlessOvertaken } from "@/lib/audit/unless-overtaken";
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

/** Ends what is due of one grant. @returns null when somebody else ended it at the same moment */
function end(grantId: string, itemIds: string[], now: Date) {
  const step = audited(worker, async (tx, record) => {
    const result = await endJustifications(tx, record, { grantId, itemIds, ending, now });
    if (result.ended === 0 && !result.revoking) throw overtaken();
    return result;
  });
  return unlessOvertaken(step);
}

/**
 * Ends every justification whose time is over, and starts taking away each grant of which it was the last. Runs when
 * one ends, each minute, and at once after an outage.
 * @returns how many grants are being taken away for it
 * @throws Error when some could not be ended, once all others are
 */
export async function expireDueGrants(now = new Date()): Promise<number> {
  let taken = 0;
  const failures = new Map<string, unknown>();
  for (let due = await findDue(now); due.size > 0; due = await findDue(now)) {
    const left = [...due].filter(([grantId]) => !failures.has(grantId));
    if (left.length === 0) break;
    for (const [grantId, itemIds] of left) {
      try {
        if ((await end(grantId, itemIds, now))?.revoking) taken += 1;
      } catch (error) {
        failures.set(grantId, error); // it holds up no other
      }
    }
  }
  if (failures.size > 0)
    throw new Error("Some grants could not be ended.", { cause: [...failures.values()][0] });
  return taken;
}

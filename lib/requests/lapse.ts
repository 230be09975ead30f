import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { db } from "@/lib/db/client";

const worker: Actor = { kind: "system", name: "worker" };

/** Lets requests lapse that nobody decided in time. Runs each minute. @returns how many */
export async function lapseRequests(now = new Date()): Promise<number> {
  const due = await db().request.findMany({
    where: { state: "pending", lapsesAt: { lte: now } },
    take: 1000,
  });
  for (const { id, functionId } of due) {
    await audited(worker, async (tx, record) => {
      await tx.request.updateMany({
        where: { id, state: "pending" },
        data: { state: "lapsed", decidedAt: now },
      });
      await record({
        action: "request.lapsed",
        subject: { kind: "request", id: String(id) },
        requestId: id,
        functionId,
        reason: "Nobody decided in time.",
      });
    });
  }
  return due.length;
}

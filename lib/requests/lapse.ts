import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { overtaken, unlessOvertaken } from "@/lib/audit/unless-overtaken";
import { db } from "@/lib/db/client";

const worker: Actor = { kind: "system", name: "worker" };

/** Lets requests lapse that nobody decided in time. Runs each minute. @returns how many */
export async function lapseRequests(now = new Date()): Promise<number> {
  const due = await db().request.findMany({
    where: { state: "pending", lapsesAt: { lte: now } },
    take: 1000,
  });
  let lapsed = 0;
  for (const { id, functionId } of due) {
    const step = audited(worker, async (tx, record) => {
      const { count } = await tx.request.updateMany({
        where: { id, state: "pending" },
        data: { state: "lapsed", decidedAt: now },
      });
      if (count === 0) throw overtaken();
      await record({
        action: "request.lapsed",
        subject: { kind: "request", id: String(id) },
        requestId: id,
        functionId,
        reason: "Nobody decided in time.",
      });
      return true;
    });
    if (await unlessOvertaken(step)) lapsed += 1;
  }
  return lapsed;
}

import type { Record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";

/** A request is applied when the last of its grants is: of every request that this one justifies too. */
export async function finishRequests(tx: Transaction, record: Record, grantId: string): Promise<void> {
  const waiting = await tx.request.findMany({
    where: { state: "approved", justifications: { some: { grantId } } },
    select: {
      id: true,
      functionId: true,
      justifications: { select: { grant: { select: { state: true } } } },
    },
  });
  for (const { id, functionId, justifications } of waiting) {
    if (justifications.some(({ grant }) => grant.state === "applying" || grant.state === "failed")) continue;
    await tx.request.updateMany({ where: { id, state: "approved" }, data: { state: "applied" } });
    const subject = { kind: "request" as const, id: String(id) };
    await record({ action: "request.applied", subject, requestId: id, functionId });
  }
}

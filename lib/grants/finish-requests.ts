import type { Record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import type { Prisma, RequestState } from "@/lib/db/generated/client";

const select = {
  ...{ id: true, functionId: true, kind: true },
  reviews: { where: { verdict: "reject" }, take: 1, select: { id: true } },
  justifications: {
    select: {
      ...{ endedAt: true, endCause: true },
      grant: { select: { id: true, state: true, appliedAt: true } },
    },
  },
} as const satisfies Prisma.RequestSelect;
type Waiting = Prisma.RequestGetPayload<{ select: typeof select }>;

/** Whether anything came of it. The grant at hand has just become active, or ended while its request waited for it. */
function isApplied({ kind, justifications }: Waiting, grantId: string): boolean {
  if (kind === "removal") return true;
  return justifications.some(({ endedAt, grant: { id, state, appliedAt } }) =>
    id === grantId
      ? state === "active" && endedAt === null
      : appliedAt !== null && (endedAt === null || endedAt > appliedAt),
  );
}

/** What a request comes to. What was taken back, refused after break-glass, or over before it stood was never applied. */
function endOf(request: Waiting, grantId: string): RequestState {
  if (isApplied(request, grantId)) return "applied";
  if (request.reviews.length > 0) return "rejected";
  return request.justifications.every(({ endCause }) => endCause === "expired") ? "lapsed" : "withdrawn";
}

/**
 * A request is applied when the last of its grants is: of every request that this one justifies too. One whose grants all
 * ended before they stood ends as what it was ended by.
 */
export async function finishRequests(tx: Transaction, record: Record, grantId: string): Promise<void> {
  const waiting = await tx.request.findMany({
    where: { state: "approved", justifications: { some: { grantId } } },
    select,
  });
  for (const request of waiting) {
    const { id, functionId, justifications } = request;
    if (justifications.some(({ grant }) => grant.state === "applying" || grant.state === "failed")) continue;
    const state = endOf(request, grantId);
    await tx.request.updateMany({ where: { id, state: "approved" }, data: { state } });
    const subject = { kind: "request" as const, id: String(id) };
    const about = { subject, requestId: id, functionId };
    if (state === "applied") await record({ action: "request.applied", ...about });
    else await record({ action: "request.not_applied", ...about, data: { state } });
  }
}

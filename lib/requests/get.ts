import { db } from "@/lib/db/client";
import { findFunction } from "@/lib/catalog/get-function";
import { XaccountError } from "@/lib/errors";
import { analyse } from "./analyse";
import { principalOf } from "./resource";

/** A request with its function's facts, reviews and grants. @returns null when there is none of this number */
export async function findRequest(id: number) {
  if (!Number.isSafeInteger(id) || id < 1 || id > 2_147_483_647) return null;
  return db().request.findUnique({
    where: { id },
    include: {
      requester: { select: { id: true, name: true, email: true } },
      items: true,
      function: { include: { account: { select: { name: true, partition: true } } } },
      reviews: { orderBy: { createdAt: "asc" }, include: { reviewer: { select: { name: true } } } },
      grants: { orderBy: { createdAt: "asc" }, include: { revokedBy: { select: { name: true } } } },
    },
  });
}
export type RequestDetail = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** @throws XaccountError NotFound */
export async function getRequest(id: number): Promise<RequestDetail> {
  const found = await findRequest(id);
  if (!found) throw new XaccountError("NotFound", `There is no request ${id}.`);
  return found;
}

/** A day as one says it: 21 Feb 2027 (UTC). */
export function dayText(date: Date): string {
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** When a request's grants would end, if approved now; for one decided, when they end. */
export function untilOf(request: RequestDetail, now: Date): Date {
  const decided = request.grants.find((grant) => grant.expiresAt);
  return decided?.expiresAt ?? new Date(now.getTime() + request.durationDays * 86_400_000);
}

/** The analysis of a request on the policies as last read. @throws XaccountError Invalid when its target is gone */
export async function analyseRequest(request: RequestDetail) {
  const detail = await findFunction(request.functionId);
  if (!detail) throw new XaccountError("NotFound", "The function is no longer known here.");
  return analyse(detail, {
    principal: principalOf(request.principal),
    items: request.items,
    untilText: dayText(untilOf(request, new Date())),
  });
}

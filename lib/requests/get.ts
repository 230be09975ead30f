import { db } from "@/lib/db/client";
import { findFunction } from "@/lib/catalog/get-function";
import { XaccountError } from "@/lib/errors";
import { standsForColumns } from "@/lib/grants/may-restore";
import { dayText, endOf } from "@/lib/lambda/duration";
import { analyse } from "./analyse";
import { principalOf } from "./resource";

/** A request with its function's facts, reviews and grants. @returns null when there is none of this number */
export async function findRequest(id: number) {
  if (!Number.isSafeInteger(id) || id < 1 || id > 2_147_483_647) return null;
  const request = await db().request.findUnique({
    where: { id },
    include: {
      requester: { select: { id: true, name: true, email: true } },
      items: true,
      function: { include: { account: { select: { name: true, partition: true } } } },
      reviews: { orderBy: { createdAt: "asc" }, include: { reviewer: { select: { name: true } } } },
      glassBrokenBy: { select: { name: true } },
      justifications: {
        orderBy: { createdAt: "asc" },
        include: {
          endedBy: { select: { name: true } },
          grant: {
            include: {
              revokedBy: { select: { name: true } },
              justifications: {
                where: { endedAt: null },
                select: {
                  ...standsForColumns,
                  request: {
                    select: { ...standsForColumns.request.select, requester: { select: { name: true } } },
                  },
                },
              },
            },
          },
        },
      },
    },
  });
  return request && { ...request, grants: request.justifications.map(({ grant }) => grant) };
}
export type RequestDetail = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** @throws XaccountError NotFound */
export async function getRequest(id: number): Promise<RequestDetail> {
  const found = await findRequest(id);
  if (!found) throw new XaccountError("NotFound", `There is no request ${id}.`);
  return found;
}

/** When what a request justifies would end, if approved now; for one decided, when it does. Null: never. */
export function untilOf({ justifications, durationDays }: RequestDetail, now: Date): Date | null {
  const [decided] = justifications;
  return decided ? decided.expiresAt : endOf(now, durationDays);
}

/** The analysis of a request on the policies as last read. @throws XaccountError Invalid when its target is gone */
export async function analyseRequest(request: RequestDetail) {
  const detail = await findFunction(request.functionId);
  if (!detail) throw new XaccountError("NotFound", "The function is no longer known here.");
  const until = untilOf(request, new Date());
  const grantOf = new Map(request.justifications.map(({ itemId, grant }) => [itemId, grant]));
  return analyse(detail, {
    principal: principalOf(request.principal),
    items: request.items.map((item) => ({ ...item, statementId: grantOf.get(item.id)?.statementId })),
    durationDays: request.durationDays,
    untilText: until && dayText(until),
  });
}

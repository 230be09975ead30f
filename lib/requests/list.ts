import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { db } from "@/lib/db/client";
import { RequestState, type Prisma } from "@/lib/db/generated/client";
import { handlesOf } from "@/lib/identity/entities";
import { administratorGroup } from "@/lib/identity/types";

/** What to show: mine, waiting for me, all. */
export const requestQuery = z.object({
  of: z.enum(["mine", "waiting", "all"]).catch("all"),
  state: z.enum(RequestState).optional().catch(undefined),
  q: z.string().trim().max(200).optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});
export type RequestQuery = z.infer<typeof requestQuery>;

const include = {
  requester: { select: { name: true } },
  items: true,
  function: { select: { id: true, name: true, accountId: true, region: true, owners: true } },
};

/** Requests that wait for this person: pending, of functions they own (an administrator: also of unowned ones), not their own. */
function waitingFor(actor: Actor): Prisma.RequestWhereInput {
  if (actor.kind !== "person") return { id: -1 };
  const owned: Prisma.FunctionWhereInput[] = [{ owners: { hasSome: handlesOf(actor) } }];
  if (actor.groups.includes(administratorGroup)) owned.push({ owners: { isEmpty: true } });
  return { state: "pending", requesterId: { not: actor.personId }, function: { OR: owned } };
}

/** Requests newest first, paged by number. @returns `next` for `before`; null at the end */
export async function listRequests(actor: Actor, query: RequestQuery, limit = 50) {
  const { of, state, q, before } = query;
  const and: Prisma.RequestWhereInput[] = [];
  if (of === "mine") and.push({ requesterId: actor.kind === "person" ? actor.personId : "" });
  if (of === "waiting") and.push(waitingFor(actor));
  if (state) and.push({ state });
  if (q)
    and.push({
      OR: [{ function: { name: { contains: q, mode: "insensitive" } } }, { principal: { contains: q } }],
    });
  if (before) and.push({ id: { lt: before } });
  const rows = await db().request.findMany({
    where: { AND: and },
    include,
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
export type ListedRequest = Awaited<ReturnType<typeof listRequests>>["rows"][number];

/** How many wait for this person's review; at most 99 are counted. */
export async function countWaiting(actor: Actor): Promise<number> {
  const rows = await db().request.findMany({ where: waitingFor(actor), select: { id: true }, take: 99 });
  return rows.length;
}

import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { db } from "@/lib/db/client";
import { RequestState, type Prisma } from "@/lib/db/generated/client";
import { literal } from "@/lib/db/pattern";
import { handlesOf } from "@/lib/identity/entities";
import { administratorGroup } from "@/lib/identity/types";

/** What to show: mine, waiting for me, those whose review after break-glass is owed, all. */
export const requestQuery = z.object({
  of: z.enum(["mine", "waiting", "owed", "all"]).catch("all"),
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

/**
 * Requests applied by break-glass whose review this person can give: of functions they own (an administrator: all), but
 * not what they asked for or applied themselves.
 */
function owedBy(actor: Actor): Prisma.RequestWhereInput {
  if (actor.kind !== "person") return { id: -1 };
  const { personId, groups } = actor;
  return {
    ...{ glassBrokenAt: { not: null }, reviewedAt: null },
    ...{ requesterId: { not: personId }, glassBrokenById: { not: personId } },
    ...(groups.includes(administratorGroup) ? {} : { function: { owners: { hasSome: handlesOf(actor) } } }),
  };
}

/** Requests newest first, paged by number. @returns `next` for `before`; null at the end */
export async function listRequests(actor: Actor, query: RequestQuery, limit = 50) {
  const { of, state, q, before } = query;
  const and: Prisma.RequestWhereInput[] = [];
  if (of === "mine") and.push({ requesterId: actor.kind === "person" ? actor.personId : "" });
  if (of === "waiting") and.push(waitingFor(actor));
  if (of === "owed") and.push(owedBy(actor));
  if (state) and.push({ state });
  if (q)
    and.push({
      OR: [
        { function: { name: { contains: literal(q), mode: "insensitive" } } },
        { principal: { contains: literal(q) } },
      ],
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

async function count(where: Prisma.RequestWhereInput): Promise<number> {
  const rows = await db().request.findMany({ where, select: { id: true }, take: 99 });
  return rows.length;
}

/** How many wait for this person's review; at most 99 are counted. */
export const countWaiting = (actor: Actor) => count(waitingFor(actor));

/** How many were applied by break-glass and owe a review that this person can give; at most 99 are counted. */
export const countOwed = (actor: Actor) => count(owedBy(actor));

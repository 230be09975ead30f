import { z } from "zod";
import { db } from "@/lib/db/client";
import { GrantState, type Prisma } from "@/lib/db/generated/client";
import type { Actor } from "@/lib/audit/actor";
import { handlesOf } from "@/lib/identity/entities";

/** What to show; `of`: grants I asked for, of my functions, or all. */
export const grantQuery = z.object({
  of: z.enum(["mine", "owned", "all"]).catch("all"),
  state: z.enum(GrantState).optional().catch(undefined),
  /** Only those that differ from what stands in AWS. */
  drift: z.literal("any").optional().catch(undefined),
  principal: z.string().trim().max(300).optional().catch(undefined),
  q: z.string().trim().max(200).optional().catch(undefined),
  after: z.string().max(100).optional().catch(undefined),
});
export type GrantQuery = z.infer<typeof grantQuery>;

const include = {
  request: {
    select: {
      requesterId: true,
      reason: true,
      requester: { select: { name: true } },
      reviews: {
        where: { verdict: "approve" as const },
        select: { reviewerId: true, reviewer: { select: { name: true } } },
      },
    },
  },
  function: { select: { id: true, arn: true, owners: true } },
  revokedBy: { select: { name: true } },
};

/** Grants newest first, paged by (createdAt, id). @returns `next` for `after`; null at the end */
export async function listGrants(actor: Actor, query: GrantQuery, limit = 50) {
  const { of, state, drift, principal, q, after } = query;
  const and: Prisma.GrantWhereInput[] = [];
  if (of === "mine") and.push({ request: { requesterId: actor.kind === "person" ? actor.personId : "" } });
  if (of === "owned") and.push({ function: { owners: { hasSome: handlesOf(actor) } } });
  if (state) and.push({ state });
  if (drift) and.push({ state: "active", drift: { not: null } });
  if (principal) and.push({ OR: [{ principal }, { principalAccountId: principal.slice(0, 12) }] });
  if (q) and.push({ functionName: { contains: q, mode: "insensitive" } });
  const [at, id] = after?.split(" ") ?? [];
  if (at && id)
    and.push({ OR: [{ createdAt: { lt: new Date(at) } }, { createdAt: new Date(at), id: { lt: id } }] });
  const rows = await db().grant.findMany({
    where: { AND: and },
    include,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    next: rows.length > limit && last ? `${last.createdAt.toISOString()} ${last.id}` : null,
  };
}
export type ListedGrant = Awaited<ReturnType<typeof listGrants>>["rows"][number];

/** Grants that end within so many days, of functions one owns or that one asked for; soonest first. */
export function expiringGrants(actor: Actor, days: number, now = new Date()) {
  const mine: Prisma.GrantWhereInput[] = [{ function: { owners: { hasSome: handlesOf(actor) } } }];
  if (actor.kind === "person") mine.push({ request: { requesterId: actor.personId } });
  const until = new Date(now.getTime() + days * 86_400_000);
  return db().grant.findMany({
    where: { state: "active", expiresAt: { lte: until }, OR: mine },
    include,
    orderBy: { expiresAt: "asc" },
    take: 20,
  });
}

/** Grants that need a person, for they failed or differ from what stands; of functions one owns or that one asked for. */
export function failedGrants(actor: Actor) {
  const mine: Prisma.GrantWhereInput[] = [{ function: { owners: { hasSome: handlesOf(actor) } } }];
  if (actor.kind === "person") mine.push({ request: { requesterId: actor.personId } });
  return db().grant.findMany({
    where: { AND: [{ OR: mine }, { OR: [{ state: "failed" }, { state: "active", drift: { not: null } }] }] },
    include,
    orderBy: { updatedAt: "desc" },
    take: 20,
  });
}

import { z } from "zod";
import { db } from "@/lib/db/client";
import { GrantState, Prisma } from "@/lib/db/generated/client";
import { literal } from "@/lib/db/pattern";
import type { Actor } from "@/lib/audit/actor";
import { handlesOf } from "@/lib/identity/entities";
import { administratorGroup } from "@/lib/identity/types";
import { standsForColumns } from "./may-restore";

/** What to show; `of`: grants I asked for, of my functions, or all. */
export const grantQuery = z.object({
  of: z.enum(["mine", "owned", "all"]).catch("all"),
  state: z.enum(GrantState).optional().catch(undefined),
  /** Only those that differ from what stands in AWS; or instead of grants what nobody here granted (unmanaged.ts). */
  drift: z.enum(["any", "unmanaged"]).optional().catch(undefined),
  principal: z.string().trim().max(300).optional().catch(undefined),
  q: z.string().trim().max(200).optional().catch(undefined),
  after: z.string().max(100).optional().catch(undefined),
});
export type GrantQuery = z.infer<typeof grantQuery>;

/** What a list tells of a grant besides itself. */
export const listedGrant = {
  request: {
    select: {
      requesterId: true,
      reason: true,
      durationDays: true,
      glassBrokenBy: { select: { name: true } },
      requester: { select: { name: true } },
      reviews: {
        where: { verdict: "approve" as const },
        select: { reviewerId: true, reviewer: { select: { name: true } } },
      },
    },
  },
  justifications: {
    where: { endedAt: null },
    orderBy: { createdAt: "asc" as const },
    select: {
      ...standsForColumns,
      request: { select: { ...standsForColumns.request.select, requester: { select: { name: true } } } },
    },
  },
  function: { select: { id: true, arn: true, owners: true } },
  revokedBy: { select: { name: true } },
};

/** Grants that somebody's request justifies, or did when it was made. */
function askedForBy(actor: Actor): Prisma.GrantWhereInput {
  const requesterId = actor.kind === "person" ? actor.personId : "";
  return { justifications: { some: { request: { requesterId } } } };
}

/** Grants newest first, paged by (createdAt, id). @returns `next` for `after`; null at the end */
export async function listGrants(actor: Actor, query: GrantQuery, limit = 50) {
  const { of, state, drift, principal, q, after } = query;
  const and: Prisma.GrantWhereInput[] = [];
  if (of === "mine") and.push(askedForBy(actor));
  if (of === "owned") and.push({ function: { owners: { hasSome: handlesOf(actor) } } });
  if (state) and.push({ state });
  if (drift) and.push({ state: "active", drift: { not: null } });
  if (principal) and.push({ OR: [{ principal }, { principalAccountId: principal.slice(0, 12) }] });
  if (q) and.push({ functionName: { contains: literal(q), mode: "insensitive" } });
  const [at, id] = after?.split(" ") ?? [];
  if (at && id)
    and.push({ OR: [{ createdAt: { lt: new Date(at) } }, { createdAt: new Date(at), id: { lt: id } }] });
  const rows = await db().grant.findMany({
    where: { AND: and },
    include: listedGrant,
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

/** Of functions one owns, or that one asked for. */
const concerning = (actor: Actor): Prisma.GrantWhereInput => ({
  OR: [{ function: { owners: { hasSome: handlesOf(actor) } } }, askedForBy(actor)],
});

/** Grants that end within so many days, of functions one owns or that one asked for; soonest first. */
export function expiringGrants(actor: Actor, days: number, now = new Date()) {
  const until = new Date(now.getTime() + days * 86_400_000);
  return db().grant.findMany({
    where: { AND: [{ state: "active", expiresAt: { lte: until } }, concerning(actor)] },
    include: listedGrant,
    orderBy: { expiresAt: "asc" },
    take: 20,
  });
}

/**
 * Grants that need a person, for a step failed or what stands differs; of functions one owns or that one asked for, and
 * for an administrator each that should be gone and is not. Those that should be gone come first, however much else there
 * is: they are looked for by themselves.
 */
export async function failedGrants(actor: Actor) {
  const lingering: Prisma.GrantWhereInput = { state: "revoking", failure: { not: Prisma.DbNull } };
  const isAdministrator = actor.kind === "person" && actor.groups.includes(administratorGroup);
  const waiting: Prisma.GrantWhereInput = { state: "applying", failure: { path: ["told"], equals: true } };
  const others: Prisma.GrantWhereInput = {
    OR: [waiting, { state: "failed" }, { state: "active", drift: { not: null } }],
  };
  const find = (...and: Prisma.GrantWhereInput[]) =>
    db().grant.findMany({
      where: { AND: and },
      include: listedGrant,
      orderBy: { updatedAt: "desc" },
      take: 50,
    });
  const found = await Promise.all([
    isAdministrator ? find(lingering) : find(lingering, concerning(actor)),
    find(others, concerning(actor)),
  ]);
  return found.flat();
}

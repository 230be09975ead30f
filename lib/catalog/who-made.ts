import { Prisma } from "@/lib/db/generated/client";

/**
 * SQL: whether a notice can be of the call that made a statement. It was before the statement was first seen, of its
 * policy, and named its ID or put the policy whole. The latest such notice says who made it.
 * @param notice the alias of a row of "Notice"
 * @param of aliases of what has the statement's columns, and of what has its target's qualifier and function
 */
export function canHaveMade(notice: string, of: { statement: string; target: string }): Prisma.Sql {
  const [n, s, t] = [Prisma.raw(notice), Prisma.raw(of.statement), Prisma.raw(of.target)];
  return Prisma.sql`${n}."functionId" = ${t}."functionId" AND ${n}.at <= ${s}."firstSeenAt"
    AND (${n}.qualifier IS NULL OR ${n}.qualifier = ${t}.qualifier)
    AND (${n}."eventName" LIKE 'AddPermission%' AND ${n}.sid = ${s}.sid OR ${n}."eventName" LIKE 'PutResourcePolicy%')`;
}

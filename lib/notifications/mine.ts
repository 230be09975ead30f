import { db, type Reader, type Transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { handlesOf } from "@/lib/identity/entities";
import type { PersonActor } from "@/lib/identity/types";

/** How a person by themselves is named among recipients. */
export const personName = (id: string) => `person:${id}`;

/** All names that somebody is told things by: groups, their address, they themselves. */
export const namesOf = (actor: PersonActor) => [...handlesOf(actor), personName(actor.personId)];

/** Up to when somebody has read all of it; null: nothing. What they read since is marked one by one. */
export async function readUntilOf(actor: PersonActor, reader: Reader | Transaction = db()) {
  const person = await reader.person.findUnique({
    where: { id: actor.personId },
    select: { readUntil: true },
  });
  return person?.readUntil ?? null;
}

/** What of somebody's notifications is meant. */
export interface Wanted {
  level?: string;
  unread?: boolean;
  /** Those that come after this one, newest first. */
  after?: { createdAt: Date; id: string } | null;
}

/**
 * The newest notifications of somebody: for each name they are told by the end of one range of an index, so that it
 * does not matter how many others are told.
 * @param readUntil as `readUntilOf`
 * @returns their ids, newest first
 */
export async function findMine(
  actor: PersonActor,
  { level, unread, after }: Wanted,
  { readUntil, limit }: { readUntil: Date | null; limit: number },
): Promise<string[]> {
  const conditions = [
    Prisma.sql`p.name = n.name`,
    ...(level ? [Prisma.sql`p.level = ${level}`] : []),
    ...(after
      ? [
          Prisma.sql`(p."createdAt", p."notificationId") < (${after.createdAt}::timestamptz, ${after.id}::uuid)`,
        ]
      : []),
    ...(unread && readUntil ? [Prisma.sql`p."createdAt" > ${readUntil}::timestamptz`] : []),
    ...(unread
      ? [
          Prisma.sql`NOT EXISTS (SELECT 1 FROM "NotificationRead" r
                      WHERE r."notificationId" = p."notificationId" AND r."personId" = ${actor.personId}::uuid)`,
        ]
      : []),
  ];
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT m."notificationId" AS id FROM unnest(${namesOf(actor)}::text[]) AS n(name)
    CROSS JOIN LATERAL (
      SELECT p."notificationId", p."createdAt" FROM "NotificationRecipient" p
      WHERE ${Prisma.join(conditions, " AND ")}
      ORDER BY p."createdAt" DESC, p."notificationId" DESC LIMIT ${limit}) m
    GROUP BY m."notificationId", m."createdAt"
    ORDER BY m."createdAt" DESC, m."notificationId" DESC LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

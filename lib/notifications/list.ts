import { z } from "zod";
import { db } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { PersonActor } from "@/lib/identity/types";
import { mineOf, readUntilOf, unreadOf } from "./mine";

export const levels = ["danger", "warning", "info"] as const;

/** What to show. */
export const notificationQuery = z.object({
  level: z.enum(levels).optional().catch(undefined),
  unread: z.literal("yes").optional().catch(undefined),
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    .refine((text) => !Number.isNaN(Date.parse(text.slice(0, 24))))
    .optional()
    .catch(undefined),
});
export type NotificationQuery = z.infer<typeof notificationQuery>;

/** The most that are counted: a page says 99+. */
export const mostCounted = 100;

const newest = [{ createdAt: "desc" as const }, { id: "desc" as const }];

/**
 * What somebody was told, newest first, paged by (createdAt, id).
 * @returns each with whether it was read; `next` for `after`, null at the end
 */
export async function listNotifications(actor: PersonActor, query: NotificationQuery, limit = 50) {
  const { level, unread, after } = query;
  const readUntil = await readUntilOf(actor);
  const and: Prisma.NotificationWhereInput[] = [mineOf(actor)];
  if (level) and.push({ level });
  if (unread) and.push(unreadOf(actor, readUntil));
  const [at, id] = after?.split(" ") ?? [];
  if (at && id)
    and.push({
      createdAt: { lte: new Date(at) },
      OR: [{ createdAt: { lt: new Date(at) } }, { id: { lt: id } }],
    });
  const rows = await db().notification.findMany({
    where: { AND: and },
    include: { reads: { where: { personId: actor.personId }, select: { at: true } } },
    orderBy: newest,
    take: limit + 1,
  });
  const page = rows.slice(0, limit).map(({ reads, ...row }) => ({
    ...row,
    read: reads.length > 0 || (readUntil !== null && row.createdAt <= readUntil),
  }));
  const last = page.at(-1);
  return {
    rows: page,
    next: rows.length > limit && last ? `${last.createdAt.toISOString()} ${last.id}` : null,
  };
}

export type ListedNotification = Awaited<ReturnType<typeof listNotifications>>["rows"][number];

/** How many somebody has not read; at most `mostCounted` are counted. */
export async function countUnread(actor: PersonActor): Promise<number> {
  const where = { AND: [mineOf(actor), unreadOf(actor, await readUntilOf(actor))] };
  const rows = await db().notification.findMany({
    where,
    select: { id: true },
    orderBy: newest,
    take: mostCounted,
  });
  return rows.length;
}

/** The newest of danger that somebody has not read. */
export async function unreadDangers(actor: PersonActor, limit = 5) {
  const unread = unreadOf(actor, await readUntilOf(actor));
  const where = { AND: [mineOf(actor), unread, { level: "danger" }] };
  return db().notification.findMany({ where, orderBy: newest, take: limit });
}

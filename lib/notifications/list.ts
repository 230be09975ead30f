import { z } from "zod";
import { db } from "@/lib/db/client";
import type { PersonActor } from "@/lib/identity/types";
import { findMine, readUntilOf } from "./mine";

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

/** Notifications by id, in the order of their ids. */
async function getAll(actor: PersonActor, ids: string[], readUntil: Date | null) {
  const rows = await db().notification.findMany({
    where: { id: { in: ids } },
    include: { reads: { where: { personId: actor.personId }, select: { at: true } } },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const { reads, ...rest } = row;
    return [{ ...rest, read: reads.length > 0 || (readUntil !== null && row.createdAt <= readUntil) }];
  });
}

/**
 * What somebody was told, newest first, paged by (createdAt, id).
 * @returns each with whether it was read; `next` for `after`, null at the end
 */
export async function listNotifications(actor: PersonActor, query: NotificationQuery, limit = 50) {
  const { level, unread, after } = query;
  const readUntil = await readUntilOf(actor);
  const [at, id] = after?.split(" ") ?? [];
  const wanted = {
    level,
    unread: unread === "yes",
    after: at && id ? { createdAt: new Date(at), id } : null,
  };
  const ids = await findMine(actor, wanted, { readUntil, limit: limit + 1 });
  const rows = await getAll(actor, ids.slice(0, limit), readUntil);
  const last = rows.at(-1);
  return { rows, next: ids.length > limit && last ? `${last.createdAt.toISOString()} ${last.id}` : null };
}
export type ListedNotification = Awaited<ReturnType<typeof listNotifications>>["rows"][number];

/** How many somebody has not read; at most `mostCounted` are counted. */
export async function countUnread(actor: PersonActor): Promise<number> {
  const readUntil = await readUntilOf(actor);
  return (await findMine(actor, { unread: true }, { readUntil, limit: mostCounted })).length;
}

/** The newest of danger that somebody has not read. */
export async function unreadDangers(actor: PersonActor, limit = 5): Promise<ListedNotification[]> {
  const readUntil = await readUntilOf(actor);
  const ids = await findMine(actor, { unread: true, level: "danger" }, { readUntil, limit });
  return getAll(actor, ids, readUntil);
}

import type { Transaction } from "@/lib/db/client";
import { forgetInBatches } from "@/lib/db/in-batches";
import { env } from "@/lib/env";

/** How many are looked at in one transaction. */
const most = 500;
const dayMs = 86_400_000;
const first = { createdAt: new Date(0), id: "00000000-0000-0000-0000-000000000000" };

/**
 * Deletes those of some that everybody who is told them has read, as far as they are known, and all before a moment. What
 * nobody who is known is told, nobody has read.
 */
function deleteRead(tx: Transaction, ids: string[], unreadBefore: Date): Promise<number> {
  return tx.$executeRaw`
    WITH recipient AS (
      SELECT n.id, n."createdAt", r.name FROM "Notification" n
      JOIN "NotificationRecipient" r ON r."notificationId" = n.id WHERE n.id = ANY(${ids}::uuid[])),
    reader AS (
      SELECT p.id, p."readUntil", named.name FROM "Person" p
      CROSS JOIN LATERAL (
        SELECT lower(btrim(name)) AS name FROM unnest(p.groups) AS name
        UNION SELECT lower(btrim(p.email)) UNION SELECT 'person:' || p.id) named
      WHERE named.name IN (SELECT name FROM recipient)),
    told AS (
      SELECT recipient.id, bool_and(coalesce(reader."readUntil" >= recipient."createdAt", false) OR EXISTS (
        SELECT 1 FROM "NotificationRead" x WHERE x."notificationId" = recipient.id AND x."personId" = reader.id)) AS read
      FROM recipient JOIN reader ON reader.name = recipient.name GROUP BY recipient.id)
    DELETE FROM "Notification" n WHERE n.id = ANY(${ids}::uuid[])
      AND (n."createdAt" < ${unreadBefore} OR n.id IN (SELECT id FROM told WHERE read))`;
}

/**
 * Forgets what people were told long ago and have read, and after much longer also what they have not; and how it was
 * sent on. What is still to be sent on stays.
 * @param stop the rest is left to the next run
 * @returns how many notifications were deleted
 */
export function forgetNotifications(stop?: AbortSignal, now = new Date()): Promise<number> {
  const { XACCOUNT_KEEP_NOTIFICATIONS_DAYS: days, XACCOUNT_KEEP_UNREAD_DAYS: unreadDays } = env();
  const before = new Date(now.getTime() - Math.min(days, unreadDays) * dayMs);
  const unreadBefore = new Date(now.getTime() - unreadDays * dayMs);
  return forgetInBatches(
    first,
    async (tx, { createdAt, id }) => {
      const page = await tx.notification.findMany({
        where: {
          settledAt: { not: null },
          AND: [
            { createdAt: { lt: before } },
            { OR: [{ createdAt: { gt: createdAt } }, { createdAt, id: { gt: id } }] },
          ],
        },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        select: { id: true, createdAt: true },
        take: most,
      });
      const ids = page.map((row) => row.id);
      await tx.delivery.deleteMany({ where: { notificationId: { in: ids } } });
      const deleted = page.length > 0 ? await deleteRead(tx, ids, unreadBefore) : 0;
      return { deleted, next: page.length === most ? (page.at(-1) ?? null) : null };
    },
    stop,
  );
}

import { forgetInBatches } from "@/lib/db/in-batches";
import { env } from "@/lib/env";

/** How many syncs are looked at, and how many of their parts are deleted, in one transaction. */
const mostSyncs = 20;
const mostParts = 1000;
const dayMs = 86_400_000;

/**
 * Forgets how syncs went that finished long ago. Pages show the latest, which stays, with
 * what was not over before it; when an account and region was read
 * last, and why it could not be, stands with it.
 * @param stop the rest is left to the next run
 * @returns how many rows were deleted, of syncs and their parts
 */
export function forgetSyncs(stop?: AbortSignal, now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - env().XACCOUNT_KEEP_SYNCS_DAYS * dayMs);
  return forgetInBatches(
    "from the oldest",
    async (tx, next) => {
      const latest = await tx.sync.findFirst({ orderBy: { createdAt: "desc" } });
      if (!latest) return { deleted: 0, next: null };
      const ended = latest.createdAt < before ? latest.createdAt : before;
      const past = await tx.sync.findMany({
        where: { createdAt: { lt: before }, finishedAt: { lt: ended }, id: { not: latest.id } },
        orderBy: { createdAt: "asc" },
        select: { id: true },
        take: mostSyncs,
      });
      if (past.length === 0) return { deleted: 0, next: null };
      const ids = past.map(({ id }) => id);
      const parts = await tx.$executeRaw`
        DELETE FROM "SyncPart" WHERE ("syncId", "accountId", region) IN (
          SELECT "syncId", "accountId", region FROM "SyncPart" WHERE "syncId" = ANY(${ids}::uuid[]) LIMIT ${mostParts})`;
      if (parts === mostParts) return { deleted: parts, next };
      const { count } = await tx.sync.deleteMany({ where: { id: { in: ids } } });
      return { deleted: parts + count, next };
    },
    stop,
  );
}

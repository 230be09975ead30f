import { forgetInBatches } from "@/lib/db/in-batches";
import { Prisma } from "@/lib/db/generated/client";
import { forgottenBefore } from "./notice-age";
import { skewSeconds } from "./sync/unchanged";
import { canHaveMade } from "./who-made";

/** How many are looked at in one transaction. */
const most = 500;

/** SQL: whether a notice `n` is of something that is not settled, so that who did it is, or may yet be, asked. */
const isOpen = Prisma.sql`
  EXISTS (SELECT 1 FROM "Function" f WHERE f.id = n."functionId" AND f."goneAt" IS NULL
    AND n."receivedAt" > f."syncedAt" - make_interval(secs => ${skewSeconds}))
  OR EXISTS (SELECT 1 FROM "Target" t WHERE t."functionId" = n."functionId" AND t.changes <> t.compared)
  OR EXISTS (SELECT 1 FROM "Grant" g WHERE g."functionId" = n."functionId" AND g.state = 'active'
    AND g.drift IS NOT NULL AND n.at >= g."appliedAt" - interval '1 second')`;

/** SQL: whether it is what says who made a statement that stands and that nobody here granted. */
const namesMaker = Prisma.sql`
  EXISTS (SELECT 1 FROM "Target" t JOIN "Statement" s ON s."targetId" = t.id
    WHERE s."goneAt" IS NULL AND s."grantId" IS NULL AND ${canHaveMade("n", { statement: "s", target: "t" })}
      AND NOT EXISTS (SELECT 1 FROM "Notice" later WHERE later.at > n.at
        AND ${canHaveMade("later", { statement: "s", target: "t" })}))`;

interface Page {
  seen: number;
  deleted: number;
  lastAt: Date | null;
  lastId: string | null;
}

/**
 * Forgets what events told of calls that are long past. What stays: of functions that were not read since, of policies
 * that are still to be compared, of grants that differ from what stands, and who made what nobody here granted.
 * @param stop the rest is left to the next run
 * @returns how many were deleted
 */
export function forgetNotices(stop?: AbortSignal, now = new Date()): Promise<number> {
  const before = forgottenBefore(now);
  return forgetInBatches(
    { at: new Date(0), id: "" },
    async (tx, { at, id }) => {
      const [page] = await tx.$queryRaw<Page[]>`
        WITH page AS (
          SELECT id, at FROM "Notice" WHERE at < ${before} AND (at, id) > (${at}::timestamptz, ${id})
          ORDER BY at, id LIMIT ${most}),
        gone AS (
          DELETE FROM "Notice" n USING page WHERE n.id = page.id AND NOT (${isOpen}) AND NOT ${namesMaker}
          RETURNING n.id),
        last AS (SELECT at, id FROM page ORDER BY at DESC, id DESC LIMIT 1)
        SELECT (SELECT count(*)::int FROM page) AS seen, (SELECT count(*)::int FROM gone) AS deleted,
               (SELECT at FROM last) AS "lastAt", (SELECT id FROM last) AS "lastId"`;
      const { seen = 0, deleted = 0, lastAt, lastId } = page ?? {};
      return { deleted, next: seen === most && lastAt && lastId ? { at: lastAt, id: lastId } : null };
    },
    stop,
  );
}

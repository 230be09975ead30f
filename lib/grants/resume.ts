import { db } from "@/lib/db/client";
import { logError } from "@/lib/log";
import { applyGrant } from "./apply";
import { performRevoke } from "./perform-revoke";

/**
 * Goes on with grants whose step no waiting job will take: its job was held by a process that died, ran out of tries,
 * or is gone. Runs at start and each minute. A step that somebody is at is waited for, by its function's lock, and
 * then found done.
 * @returns how many were gone on with
 */
export async function resumeGrants(): Promise<number> {
  const stranded = await db().$queryRaw<{ id: string; state: "applying" | "revoking" }[]>`
    SELECT g.id, g.state::text AS state FROM "Grant" g
    WHERE g.state IN ('applying', 'revoking') AND NOT EXISTS (
      SELECT 1 FROM graphile_worker.jobs j
      WHERE j.key = CASE g.state WHEN 'applying' THEN 'apply ' ELSE 'revoke ' END || g.id
        AND j.locked_at IS NULL AND j.attempts < j.max_attempts)
    ORDER BY g."updatedAt" LIMIT 500`;
  for (const { id, state } of stranded) {
    try {
      await (state === "applying" ? applyGrant(id) : performRevoke(id));
    } catch (error) {
      // Why is kept on the grant, and shown; the next minute tries again.
      logError(`Grant ${id} could not be gone on with`, error);
    }
  }
  return stranded.length;
}

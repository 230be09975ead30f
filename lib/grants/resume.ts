import { connectedUrl, db } from "@/lib/db/client";
import { isFree } from "@/lib/db/lock";
import { unaudited } from "@/lib/db/unaudited";
import { enqueue } from "@/lib/jobs/enqueue";

const momentMs = 2000;

/**
 * Puts steps of grants back into the queue that no waiting job will take: the job was held by a process
 * that died, ran out of tries, is gone, or was put off for long by the queue after a fault of our own. Runs at start and each minute. Whoever is at its function, perhaps at this very
 * step, is not waited for: it is put back for a moment later, and found done by then, or done.
 * @returns how many were put back
 */
export async function resumeGrants(): Promise<number> {
  const stranded = await db().$queryRaw<{ id: string; state: "applying" | "revoking"; arn: string }[]>`
    SELECT g.id, g.state::text AS state, f.arn FROM "Grant" g JOIN "Function" f ON f.id = g."functionId"
    WHERE g.state IN ('applying', 'revoking') AND NOT EXISTS (
      SELECT 1 FROM graphile_worker.jobs j
      WHERE j.key = CASE g.state WHEN 'applying' THEN 'apply ' ELSE 'revoke ' END || g.id
        AND j.locked_at IS NULL AND j.attempts < j.max_attempts AND j.run_at < now() + interval '10 minutes')
    ORDER BY g."updatedAt" LIMIT 500`;
  for (const { id: grantId, state, arn } of stranded) {
    const runAt = (await isFree(connectedUrl(), arn)) ? undefined : new Date(Date.now() + momentMs);
    const [task, step] =
      state === "applying" ? (["apply_grant", "apply"] as const) : (["revoke_grant", "revoke"] as const);
    await unaudited("grant.attempted", (tx) =>
      enqueue(tx, task, { grantId }, `${step} ${grantId}`, { runAt }),
    );
  }
  return stranded.length;
}

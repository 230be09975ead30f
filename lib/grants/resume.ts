import { connectedUrl, db } from "@/lib/db/client";
import { isFree } from "@/lib/db/lock";
import { unaudited } from "@/lib/db/unaudited";
import { enqueue } from "@/lib/jobs/enqueue";

/**
 * Puts steps of grants back into the queue that nobody is at and no waiting job will take: the job was held by a process
 * that died, ran out of tries, or is gone. Runs at start and each minute. Whoever is at a function is not waited for:
 * should they die, its lock is free by the next minute.
 * @returns how many were put back
 */
export async function resumeGrants(): Promise<number> {
  const stranded = await db().$queryRaw<{ id: string; state: "applying" | "revoking"; arn: string }[]>`
    SELECT g.id, g.state::text AS state, f.arn FROM "Grant" g JOIN "Function" f ON f.id = g."functionId"
    WHERE g.state IN ('applying', 'revoking') AND NOT EXISTS (
      SELECT 1 FROM graphile_worker.jobs j
      WHERE j.key = CASE g.state WHEN 'applying' THEN 'apply ' ELSE 'revoke ' END || g.id
        AND j.locked_at IS NULL AND j.attempts < j.max_attempts)
    ORDER BY g."updatedAt" LIMIT 500`;
  let resumed = 0;
  for (const { id: grantId, state, arn } of stranded) {
    if (!(await isFree(connectedUrl(), arn))) continue;
    const [task, step] =
      state === "applying" ? (["apply_grant", "apply"] as const) : (["revoke_grant", "revoke"] as const);
    await unaudited("grant.attempted", (tx) => enqueue(tx, task, { grantId }, `${step} ${grantId}`));
    resumed += 1;
  }
  return resumed;
}

import { chainStatus } from "./audit/status";
import { latestSync } from "./catalog/sync-progress";
import { db } from "./db/client";
import { queueAge } from "./jobs/queue-age";

/** One thing that is well or not, in words. */
export interface Check {
  name: string;
  ok: boolean;
  detail: string;
}

/** Whether the database answers; for machines, often. */
export async function isAlive(): Promise<boolean> {
  const rows = await db().$queryRaw<{ one: number }[]>`SELECT 1 AS one`;
  return rows[0]?.one === 1;
}

/** Everything that should be well; for people, now and then (it checks the whole audit chain). */
export async function checkHealth(now = new Date()): Promise<Check[]> {
  const [queue, sync, overdue, failed, drifted, chain] = await Promise.all([
    queueAge(),
    latestSync(),
    db().grant.count({
      where: { state: { in: ["active", "revoking"] }, expiresAt: { lt: new Date(now.getTime() - 120_000) } },
    }),
    db().grant.count({ where: { state: "failed" } }),
    db().grant.count({ where: { state: "active", drift: { not: null } } }),
    chainStatus(),
  ]);
  return [
    { name: "Database", ok: true, detail: "It answers." },
    {
      name: "Queue",
      ok: queue.oldestSeconds < 120,
      detail:
        queue.due === 0
          ? "Nothing waits."
          : `${queue.due} jobs are due, the oldest for ${queue.oldestSeconds} s.`,
    },
    {
      name: "Last sync",
      ok: sync !== null && sync.state !== "failed",
      detail: sync
        ? `${sync.state === "failed" ? "Part of it failed" : "It is well"}; started ${sync.createdAt.toISOString()}.`
        : "There was none yet.",
    },
    {
      name: "Expiries",
      ok: overdue === 0,
      detail: overdue === 0 ? "None is overdue." : `${overdue} grants should have ended and have not.`,
    },
    {
      name: "Grants",
      ok: failed === 0,
      detail: failed === 0 ? "None has failed." : `${failed} grants failed and need a person.`,
    },
    {
      name: "Drift",
      ok: drifted === 0,
      detail:
        drifted === 0
          ? "Every grant stands as granted."
          : `${drifted} grants differ from what stands in AWS.`,
    },
    {
      name: "Audit chain",
      ok: chain.ok,
      detail: chain.ok
        ? `Whole: ${chain.checked} entries.`
        : `Broken at entry ${chain.broken?.seq}: ${chain.broken?.why}`,
    },
  ];
}

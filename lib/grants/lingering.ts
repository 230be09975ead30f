import { db } from "@/lib/db/client";

/** A removal is given so long, in seconds, before it is called late. */
const graceSeconds = 120;

/** Access that should be gone, and is not: its removal failed, or takes longer than it may. */
export interface Lingering {
  grantId: string;
  functionName: string;
  qualifier: string;
  principal: string;
  /** Since when it should be gone; for what was gone and came back, since that was found. */
  since: Date;
  /** Whether people were told that its removal fails. */
  told: boolean;
}

/** All access that should be gone and is not, the oldest first; a thousand at most. */
export function listLingering(now = new Date()): Promise<Lingering[]> {
  return db().$queryRaw<Lingering[]>`
    SELECT g.id AS "grantId", g."functionName", g.qualifier, g.principal, s.since, f.told
    FROM "Grant" g
    CROSS JOIN LATERAL (
      SELECT coalesce(greatest(
        (SELECT max(j."endedAt") FROM "Justification" j WHERE j."grantId" = g.id),
        (SELECT max(e.at) FROM "Event" e WHERE e."grantId" = g.id AND e.action = 'grant.lingering_found')),
      g."updatedAt") AS since) s
    CROSS JOIN LATERAL (SELECT coalesce(g.failure ->> 'told', '') = 'true' AS told) f
    WHERE g.state = 'revoking' AND (f.told OR s.since < ${now}::timestamptz - ${graceSeconds}::int * interval '1 second')
    ORDER BY s.since, g.id LIMIT 1000`;
}

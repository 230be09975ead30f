import { db } from "@/lib/db/client";

/** What is known of a function that stands, as far as it says whether it must be read. */
export interface KnownFunction {
  id: string;
  name: string;
  listed: string | null;
  lastSyncId: string | null;
  syncedAt: Date;
  /** Whether something told of a change since its last reading began. */
  isNoticed: boolean;
  /** Whether a policy lets a role or user in: no call of Lambda tells that one is deleted, and the policy shows it. */
  namesIdentities: boolean;
}

/** Since when something must have been seen to count. */
export interface Trust {
  /** Since when every change was told of; null when none can be relied on to be. */
  eventsSince: Date | null;
  /** What was read before is read again in any case. */
  sweepBefore: Date;
}

/** Clocks of several processes differ by less than this; reading once more is what it costs. */
export const skewSeconds = 60;

/** What is known of functions that stand, by name. */
export async function findKnown(
  { accountId, region }: { accountId: string; region: string },
  names: string[],
): Promise<Map<string, KnownFunction>> {
  const rows = await db().$queryRaw<KnownFunction[]>`
    SELECT f.id, f.name, f.listed, f."lastSyncId", f."syncedAt", EXISTS (
      SELECT 1 FROM "Notice" n WHERE n."functionId" = f.id
        AND n."receivedAt" > f."syncedAt" - make_interval(secs => ${skewSeconds})) AS "isNoticed",
      EXISTS (SELECT 1 FROM "StatementPrincipal" p
        WHERE p."functionId" = f.id AND p."goneAt" IS NULL AND p.kind IN ('role', 'user')) AS "namesIdentities"
    FROM "Function" f
    WHERE f."accountId" = ${accountId} AND f.region = ${region} AND f.name = ANY(${names}) AND f."goneAt" IS NULL`;
  return new Map(rows.map((row) => [row.name, row]));
}

/** What can be relied on of an account and region. @param sweepHours at most so old may be what is not read again */
export async function findTrust(
  place: { accountId: string; region: string },
  sweepHours: number,
  now: Date,
): Promise<Trust> {
  const sweepBefore = new Date(now.getTime() - sweepHours * 3_600_000);
  const row = await db().accountRegion.findUnique({ where: { accountId_region: place } });
  const isArriving = row?.eventsAt && row.eventsAt > sweepBefore;
  return { eventsSince: isArriving ? row.eventsSince : null, sweepBefore };
}

/**
 * Whether nothing of a function can have changed since it was read. A policy's change is not seen in what
 * ListFunctions answers, so it takes that changes are told of (POST /api/events), that none was told, that it is listed
 * as it was, that no role or user is named that could be deleted, and that it was read not too long ago, since an event
 * can be lost.
 * @param listed as it is listed now (`listedAs`)
 */
export function isUnchanged(
  known: KnownFunction,
  listed: string,
  { eventsSince, sweepBefore }: Trust,
): boolean {
  const { syncedAt, isNoticed, namesIdentities } = known;
  if (isNoticed || namesIdentities || known.listed !== listed || syncedAt <= sweepBefore) return false;
  return eventsSince !== null && syncedAt > eventsSince;
}

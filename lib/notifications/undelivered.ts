import { db } from "@/lib/db/client";

/** What was given up is spoken of for so many days. */
const spokenOfDays = 7;
/** What fails for less, in minutes, may pass. */
const graceMinutes = 10;

/** How it is with what is sent on. */
export interface Undelivered {
  /** Given up in the last days. */
  gaveUp: number;
  /** Failing for more than a few minutes, and tried again. */
  failing: number;
  /** Since when the oldest of them; null when there is none. */
  since: Date | null;
  /** Why the newest of them failed. */
  why: string | null;
}

/** What could not be sent on: what is given up, and what is still tried. */
export async function findUndelivered(now = new Date()): Promise<Undelivered> {
  const [row] = await db().$queryRaw<Undelivered[]>`
    SELECT count(*) FILTER (WHERE "gaveUpAt" IS NOT NULL)::int AS "gaveUp",
           count(*) FILTER (WHERE "gaveUpAt" IS NULL)::int AS failing,
           min("createdAt") AS since, (array_agg(failure ORDER BY "createdAt" DESC))[1] AS why
    FROM "Delivery"
    WHERE failure IS NOT NULL AND "deliveredAt" IS NULL
      AND ("gaveUpAt" > ${now}::timestamptz - ${spokenOfDays}::int * interval '1 day'
           OR ("gaveUpAt" IS NULL AND "createdAt" < ${now}::timestamptz - ${graceMinutes}::int * interval '1 minute'))`;
  return row ?? { gaveUp: 0, failing: 0, since: null, why: null };
}

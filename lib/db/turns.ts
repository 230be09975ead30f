import pg from "pg";
import { connectedUrl } from "./client";

// On globalThis: Next.js loads modules once for instrumentation and once more for the pages of the same process.
const shared = globalThis as typeof globalThis & { xaccountTurns?: { url: string; pool: pg.Pool } };

/** A connection of its own: turns are taken many times a second, and must not wait behind a page's queries. */
function pool(): pg.Pool {
  const url = connectedUrl();
  if (shared.xaccountTurns?.url === url) return shared.xaccountTurns.pool;
  const made = new pg.Pool({
    connectionString: url,
    max: 1,
    allowExitOnIdle: true,
    connectionTimeoutMillis: 5000,
  });
  made.on("error", () => undefined); // an idle connection that broke: the next query makes another
  shared.xaccountTurns = { url, pool: made };
  return made;
}

/** For how long turns that nobody took can still be taken, in seconds: a stumble is caught up with, a rest is not. */
const graceSeconds = 0.25;

const text = `INSERT INTO "Pace" AS p (key, "nextAt") VALUES ($1, clock_timestamp() + make_interval(secs => $2))
  ON CONFLICT (key) DO UPDATE SET
    "nextAt" = greatest(p."nextAt", clock_timestamp() - make_interval(secs => $3)) + make_interval(secs => $2)
  RETURNING extract(epoch FROM "nextAt" - clock_timestamp())::float8 - $2 AS wait`;

/**
 * Takes the next turns of a key, of all that any process of this database takes: one statement, by the database's
 * clock.
 * @param key what is paced
 * @param perSecond turns a second, all processes together
 * @returns in how many milliseconds the first of them is (negative: so long ago); the others follow 1000 / perSecond
 *   apart
 */
export async function reserveTurns(key: string, count: number, perSecond: number): Promise<number> {
  const values = [key, count / perSecond, graceSeconds];
  const { rows } = await pool().query<{ wait: number }>({ name: "turns", text, values });
  return (rows[0]?.wait ?? 0) * 1000;
}

import pg from "pg";
import { connectedUrl } from "./client";
import { reserveBy, type Take } from "./clock-bounds";

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

/** A call begins a moment after its turn was used; so much more than a second makes up for it. In milliseconds. */
const hold = 1005;
/** How far turns that nobody took are caught up with, in milliseconds: a stumble is, a rest is not. */
const grace = 100;

const clock = "coalesce($7::float8, extract(epoch FROM clock_timestamp())::float8 * 1000)";

// The last turns are kept, as many as a second may hold, oldest first, each with the moment from which another may
// stand in its place: `hold` after its call began or, while that is not known, after the last moment at which it may.
const take = `UPDATE "Pace" AS p SET (turn, "nextAt", "freeAt") = (
    SELECT p.turn + $2, min(first) + $2 * $3::float8, array_agg(
      CASE WHEN place > $2 THEN free
        ELSE greatest(first + (place - 1) * $3::float8, free, clock) + $4::float8 + ${hold} END
      ORDER BY place <= $2, place)
    FROM (SELECT ${clock} AS clock) AS now
      CROSS JOIN LATERAL (SELECT greatest(p."nextAt", clock - ${grace}) AS first) AS due
      CROSS JOIN LATERAL (
        SELECT place, least(held.free, used.at + ${hold}) AS free
        FROM unnest(p."freeAt") WITH ORDINALITY AS held (free, place)
          LEFT JOIN unnest($5::bigint[], $6::float8[]) AS used (turn, at)
            ON used.turn = p.turn - cardinality(p."freeAt") + place - 1
      ) AS seat
  )
  WHERE key = $1
  RETURNING (turn - $2)::float8 AS first, "freeAt"[cardinality("freeAt") - $2 + 1:] AS "freeAt", ${clock} AS clock`;

// Numbered by the clock, so that no turn has the number of one that was forgotten.
const begin = `INSERT INTO "Pace" (key, turn, "nextAt", "freeAt")
  SELECT $1, at, at, array_fill(at, ARRAY[$2::int])
  FROM (SELECT coalesce($4::float8, extract(epoch FROM clock_timestamp())::float8 * 1000) + $3::float8 AS at) AS now
  ON CONFLICT DO NOTHING`;

/**
 * Takes the next turns of a key, of all that any process of this database takes: one statement, by the database's
 * clock. In no second do more calls begin than `rate.most`, as long as every one begins within its turn.
 * @param ask times are Unix times in milliseconds, and so are those of the turns
 * @param now in place of the database's clock; for tests
 */
export async function takeTurns(
  ...[key, { most, gap }, { count, late, used }, now = null]: [...Parameters<Take>, now?: number | null]
): ReturnType<Take> {
  const values = [key, count, gap, late, used.map(({ turn }) => turn), used.map(({ at }) => at), now];
  for (;;) {
    const { rows } = await pool().query<{ first: number; freeAt: number[]; clock: number }>({
      ...{ name: "turns", text: take, values },
    });
    const row = rows[0];
    if (row) {
      const untils = row.freeAt.map((freeAt) => freeAt - hold);
      const turns = untils.map((until, at) => ({ turn: row.first + at, from: until - late, until }));
      return { clock: row.clock, turns };
    }
    // Who has used turns that are not known: the database crashed and forgot them, so that they are waited out.
    const wait = used.length > 0 ? 2 * hold + late : 0;
    await pool().query({ name: "first turns", text: begin, values: [key, most, wait, now] });
  }
}

/** Takes the next turns of a key, of all that any process takes, by `performance.now()`. */
export const reserveTurns = reserveBy(takeTurns, () => performance.now());

import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { XaccountError } from "@/lib/errors";
import { logError } from "@/lib/log";
import { mark } from "@/lib/marks";
import { connectForLocks } from "./connect-for-locks";

/** PostgreSQL's code for a lock that was not had in time. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const lockNotAvailable = "55P03";

/** For so long, in milliseconds, the database may take to say that the connection of a lock is there. */
const answerMs = 5000;

/** For so long, in milliseconds, a lock is waited for that somebody else holds. */
const waitMs = 2000;

/** So many of this process wait for a lock at a time: whoever waits has a place of the worker's that others need. */
const mostWaiting = 4;
let waiting = 0;

/** On a connection of its own, so that a lock ends with the process, however that ends. */
async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // The server ending under it ends the lock, not this process; what follows meets it as an error of its own.
  client.on("error", (error) => logError("The connection of a lock was lost", error));
  await connectForLocks(client);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined); // gone already
  }
}

/**
 * Asks the database whether the lock's connection, and with it the lock, is still there.
 * @throws XaccountError Unreachable when it is not: somebody else may hold the lock by now
 */
async function assertHeld(client: pg.Client): Promise<void> {
  const late = async () => {
    await pause(answerMs, undefined, { ref: false });
    throw new Error("The database does not answer.");
  };
  try {
    await Promise.race([client.query("SELECT 1"), late()]);
  } catch (cause) {
    throw new XaccountError(
      "Unreachable",
      "The connection to the database broke, and nothing was changed by this try. It is tried again shortly.",
      { cause },
    );
  }
}

async function takeIfFree(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken",
    [name],
  );
  return rows[0]?.taken ?? false;
}

/** @returns whether it was had in time */
async function take(client: pg.Client, name: string): Promise<boolean> {
  if (await takeIfFree(client, name)) return true;
  if (waiting >= mostWaiting) return false;
  waiting += 1;
  try {
    await client.query("SELECT set_config('lock_timeout', $1, false)", [String(waitMs)]);
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === lockNotAvailable) return false;
    throw error;
  } finally {
    waiting -= 1;
  }
}

/**
 * Runs `work` while holding an advisory lock of this name: one at a time across all processes of the database. Somebody
 * else who holds it is waited for two seconds at most, and not at all when several of this process wait already.
 * @param url the database
 * @param name what is locked, e.g. a function's ARN
 * @param work handed what to wait for before each step that only the holder may take: it throws when the lock was lost
 * @returns whether it was run; not, when somebody else held the lock for all that time
 */
export async function withLock(
  url: string,
  name: string,
  work: (held: () => Promise<void>) => Promise<void>,
): Promise<boolean> {
  const taken = await withConnection(url, async (client) => {
    await mark("before the lock");
    if (!(await take(client, name))) return false;
    await mark("with the lock");
    await work(() => assertHeld(client));
    await mark("before the lock is let go");
    return true;
  });
  await mark("after the lock was let go");
  return taken;
}

/** Whether nobody holds the lock of this name now: whoever did has finished, or died. */
export function isFree(url: string, name: string): Promise<boolean> {
  return withConnection(url, (client) => takeIfFree(client, name));
}

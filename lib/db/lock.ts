import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { XaccountError } from "@/lib/errors";
import { logError } from "@/lib/log";
import { mark } from "@/lib/marks";

/** For so long, in milliseconds, the database may take to say that the connection of a lock is there. */
const answerMs = 5000;

/** On a connection of its own, so that a lock ends with the process, however that ends. */
async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // The server ending under it ends the lock, not this process; what follows meets it as an error of its own.
  client.on("error", (error) => logError("The connection of a lock was lost", error));
  await client.connect();
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

/**
 * Runs `work` while holding an advisory lock of this name: one at a time across all processes of the database.
 * @param url the database
 * @param name what is locked, e.g. a function's ARN
 * @param work handed what to wait for before each step that only the holder may take: it throws when the lock was lost
 */
export async function withLock<T>(
  url: string,
  name: string,
  work: (held: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const result = await withConnection(url, async (client) => {
    await mark("before the lock");
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
    await mark("with the lock");
    const result = await work(() => assertHeld(client));
    await mark("before the lock is let go");
    return result;
  });
  await mark("after the lock was let go");
  return result;
}

/** Whether nobody holds the lock of this name now: whoever did has finished, or died. */
export function isFree(url: string, name: string): Promise<boolean> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ free: boolean }>(
      "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS free",
      [name],
    );
    return rows[0]?.free ?? false;
  });
}

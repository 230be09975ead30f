import pg from "pg";
import { logError } from "@/lib/log";
import { mark } from "@/lib/marks";

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
 * Runs `work` while holding an advisory lock of this name: one at a time across all processes of the database.
 * @param url the database
 * @param name what is locked, e.g. a function's ARN
 */
export async function withLock<T>(url: string, name: string, work: () => Promise<T>): Promise<T> {
  const result = await withConnection(url, async (client) => {
    await mark("before the lock");
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
    await mark("with the lock");
    const result = await work();
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

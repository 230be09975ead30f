import pg from "pg";

/**
 * Runs `work` while holding an advisory lock of this name: one at a time across all processes of the database. The
 * lock lives on a connection of its own, so it ends with the process, however that ends.
 * @param url the database
 * @param name what is locked, e.g. a function's ARN
 */
export async function withLock<T>(url: string, name: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
    return await work();
  } finally {
    await client.end();
  }
}

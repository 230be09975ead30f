import type pg from "pg";

/**
 * Connects a client that is to hold locks. The server notices within a minute when its host is gone without a word
 * (power, network), and ends the session with its locks; by itself it would ask after hours. Without effect on a Unix
 * socket, where there is no other host.
 * https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-TCP-KEEPALIVES-IDLE
 */
export async function connectForLocks(client: pg.Client): Promise<void> {
  await client.connect();
  // Seconds of silence, then seconds between questions, and so many without an answer; milliseconds for what was sent.
  await client.query(
    "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 50000",
  );
}

import pg from "pg";
import { connectedUrl } from "./client";
import { connectForLocks } from "./connect-for-locks";

/** A connection that holds locks of this process, all of them: many are held, and for long. */
interface Session {
  url: string;
  client: Promise<pg.Client>;
  held: Set<string>;
  /** Aborted when the connection broke, and with it all locks. */
  lost: AbortController;
}

const shared = globalThis as typeof globalThis & { xaccountLocks?: Session };

async function open(url: string, lost: AbortController): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  const lose = () => lost.abort(new Error("The connection that held this process's locks broke."));
  client.on("error", lose).on("end", lose);
  await connectForLocks(client).catch((error: unknown) => {
    lose();
    throw error;
  });
  return client;
}

function current(): Session {
  const url = connectedUrl();
  const before = shared.xaccountLocks;
  if (before?.url === url && !before.lost.signal.aborted) return before;
  const lost = new AbortController();
  return (shared.xaccountLocks = { url, client: open(url, lost), held: new Set(), lost });
}

/** The connection is closed when nothing is held on it, so that it keeps no process from ending. */
async function release(session: Session, name: string): Promise<void> {
  const client = await session.client.catch(() => null);
  await client?.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [name]).catch(() => null);
  session.held.delete(name);
  if (session.held.size > 0) return;
  if (shared.xaccountLocks === session) shared.xaccountLocks = undefined;
  await client?.end().catch(() => null);
}

/**
 * Runs `work` while holding an advisory lock of this name, unless somebody holds it, in whatever process: then nothing
 * is run.
 * @param work handed a signal that is aborted when the lock is lost with its connection
 * @returns whether it was run
 */
export async function withSessionLock(
  name: string,
  work: (lost: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const session = current();
  if (session.held.has(name)) return false; // one session may take a lock twice
  session.held.add(name);
  try {
    const { rows } = await (
      await session.client
    ).query<{ taken: boolean }>("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken", [name]);
    if (!rows[0]?.taken) return false;
    await work(session.lost.signal);
    return true;
  } finally {
    await release(session, name);
  }
}

import type { RegionClient } from "@/lib/aws/region-client";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { env } from "@/lib/env";
import { clientFor } from "../accounts";
import { listedAs, readFunction } from "../read-function";
import { Keeper, type Kept } from "./keep";
import { listFunctions, type Cursor, type Found } from "./pages";
import { rowOf, type Part } from "./part";
import { findKnown, findTrust, isUnchanged, type Trust } from "./unchanged";

/** Functions read at the same time: enough to keep the slowest quota busy, few enough to be held in memory. */
const width = 24;

/** Works on what comes, several at a time, until nothing more comes; the first failure ends all. */
async function inTurns<T>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<void>,
  fail: (error: unknown) => void,
): Promise<void> {
  const each = async () => {
    for await (const item of items) await work(item);
  };
  const workers = Array.from({ length: width }, () =>
    each().catch((error: unknown) => {
      fail(error);
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

/** Reads a function as it was listed; listed without `$LATEST`, its versions came apart and are listed again. */
async function readWhole(client: RegionClient, name: string, listed: Found["versions"]): Promise<Kept> {
  const isWhole = listed.some(({ Version }) => Version === "$LATEST");
  const versions = isWhole ? listed : await client.listVersionsOf(name);
  return { what: "read", read: await readFunction(client, client.access.accountId, versions) };
}

/** What a part is read with. `fail` ends it. */
interface Reading {
  keeper: Keeper;
  client: RegionClient;
  trust: Trust;
  fail: (error: unknown) => void;
}

/** What was read before in this part, by the process that was at it then, costs nothing again. */
async function keepFound(
  { name, versions, known, done }: Found,
  { keeper, client, trust }: Reading,
): Promise<void> {
  client.manner.signal?.throwIfAborted();
  if (known?.lastSyncId === keeper.part.syncId) return done();
  const kept: Kept =
    known && isUnchanged(known, listedAs(versions), trust)
      ? { what: "unchanged", id: known.id }
      : await readWhole(client, name, versions);
  await keeper.push(kept, done);
}

/**
 * Functions that were not found are looked for by name before they are gone: a list is no picture of one moment, and
 * a function that is said to be gone puts all of its grants into question.
 * @param before only those that were not read since
 */
async function keepGone({ keeper, client, fail }: Reading, before: Date): Promise<void> {
  const { syncId, accountId, region } = keeper.part;
  for (;;) {
    await keeper.flush();
    const missing = await db().function.findMany({
      where: {
        ...{ accountId, region, goneAt: null, syncedAt: { lt: before } },
        OR: [{ lastSyncId: null }, { lastSyncId: { not: syncId } }],
      },
      select: { id: true, name: true },
      take: 200,
    });
    if (missing.length === 0) return;
    const all = (async function* () {
      yield* missing;
    })();
    const look = async ({ id, name }: { id: string; name: string }) => {
      const at = new Date();
      const versions = await client.listVersionsOf(name);
      const found = versions.length > 0 ? await readWhole(client, name, versions) : null;
      const isRead = found?.what === "read" && found.read !== null;
      await keeper.push(isRead ? found : { what: "gone", id, at }, () => undefined);
    };
    await inTurns(all, look, fail);
  }
}

async function countAll(part: Part, client: RegionClient): Promise<void> {
  const { accountId, region } = part;
  const counted =
    (await client.countFunctions()) ??
    ((await db().function.count({ where: { accountId, region, goneAt: null } })) || null);
  await unaudited("sync.progress", (tx) =>
    tx.syncPart.update({ where: rowOf(part), data: { functionsTotal: counted } }),
  );
}

/** How far a part was when it was left. */
export interface Begun extends Cursor {
  functionsTotal: number | null;
  startedAt: Date;
}

/**
 * Reads every function of an account and region, from where the part was left: pages are listed ahead while functions
 * are read, so that AWS's quotas are kept busy, and no more is held in memory than a few pages.
 * @param signal ends it; what was read by then is kept
 * @throws AwsFailure, or the signal's reason
 */
export async function readPart(part: Part, begun: Begun, signal: AbortSignal): Promise<void> {
  const { accountId, region } = part;
  const failed = new AbortController();
  const keeper = new Keeper(part, () => cursor());
  const client = await clientFor(accountId, region, {
    urgent: false,
    signal: AbortSignal.any([signal, failed.signal]),
    onTry: (tried) => keeper.count(tried),
  });
  const { functions, cursor } = listFunctions(client, (names) => findKnown(part, names), begun);
  try {
    if (begun.functionsTotal === null) await countAll(part, client);
    const trust = await findTrust({ accountId, region }, env().XACCOUNT_SWEEP_HOURS, new Date());
    const reading = { keeper, client, trust, fail: (error: unknown) => failed.abort(error) };
    await inTurns(functions, (found) => keepFound(found, reading), reading.fail);
    await keepGone(reading, begun.startedAt);
  } finally {
    await keeper.flush();
  }
}

import { z } from "zod";
import { placeKey } from "@/lib/answering";
import { db } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { isOpen } from "./sync/part";

const orderBy = [{ accountId: "asc" as const }, { region: "asc" as const }];
const include = {
  parts: { orderBy },
  startedBy: { select: { name: true } },
} satisfies Prisma.SyncInclude;

/** The latest sync with its parts; null before the first. */
export function latestSync() {
  return db().sync.findFirst({ orderBy: { createdAt: "desc" }, include });
}
export type SyncRow = NonNullable<Awaited<ReturnType<typeof latestSync>>>;

/** @returns the sync of this id, for whoever waits for it */
export async function findSync(id: string): Promise<SyncRow | null> {
  return z.uuid().safeParse(id).success ? db().sync.findUnique({ where: { id }, include }) : null;
}

type PartRow = SyncRow["parts"][number];

/** A part that an earlier sync began. */
interface EarlierPart extends PartRow {
  /** When that sync was started. */
  since: Date;
}

/**
 * What earlier syncs were still at when a sync was started: it left that out. Together they are all that was being read
 * from then on, each account and region once.
 */
async function findEarlier({ id, createdAt, parts }: SyncRow): Promise<EarlierPart[]> {
  const notOverBefore = { OR: [{ finishedAt: null }, { finishedAt: { gte: createdAt } }] };
  const earlier = await db().sync.findMany({
    where: { id: { not: id }, createdAt: { lte: createdAt }, ...notOverBefore },
    select: { createdAt: true, parts: { where: notOverBefore, orderBy } },
    orderBy: { createdAt: "desc" },
  });
  const found = earlier.flatMap((sync) => sync.parts.map((part) => ({ ...part, since: sync.createdAt })));
  const seen = new Set(parts.map(placeKey));
  return found.filter((part) => !seen.has(placeKey(part)) && seen.add(placeKey(part)));
}

/** When AWS was last read, whatever of it; null before the first time. */
export async function lastReadAt(): Promise<Date | null> {
  return (await db().accountRegion.aggregate({ _max: { syncedAt: true } }))._max.syncedAt;
}

/** Seconds a part will go on for at its pace so far, while somebody was at it; null while that can't be said. */
function secondsLeftOf({ workedMs, functionsDone: done, functionsTotal: total }: PartRow): number | null {
  if (total === null) return null;
  if (done >= total) return 0;
  if (done === 0) return null;
  return (workedMs / 1000 / done) * Math.max(0, total - done);
}

/** How far a sync is, or several parts are, and for how long it will go on at the pace so far (null while that can't be said). */
export function progressOf(sync: Pick<SyncRow, "parts">): {
  done: number;
  total: number | null;
  secondsLeft: number | null;
} {
  const { parts } = sync;
  const done = parts.reduce((sum, part) => sum + part.functionsDone, 0);
  const known = parts.every((part) => part.functionsTotal !== null || part.state === "failed");
  // More can be found than there were at first.
  const most = (part: PartRow) => Math.max(part.functionsTotal ?? 0, part.functionsDone);
  const total = known ? parts.reduce((sum, part) => sum + most(part), 0) : null;
  if (total === null || done === 0) return { done, total, secondsLeft: null };
  // Parts run side by side: it takes as long as the slowest, or as all that is left, when some wait for a place.
  const running = parts.filter(({ state }) => state === "running");
  const slowest = running.map(secondsLeftOf).filter((seconds) => seconds !== null);
  // Of one that has not read anything yet, or can't, nobody knows.
  if (slowest.length < running.length) return { done, total, secondsLeft: null };
  const worked = parts.reduce((sum, part) => sum + part.workedMs, 0) / 1000 / Math.max(1, running.length);
  const all = parts.some(({ state }) => state === "waiting") ? (worked / done) * (total - done) : 0;
  return { done, total, secondsLeft: Math.max(0, Math.round(Math.max(all, ...slowest))) };
}

const failureShape = z.object({ sentence: z.string() });

/** Why a part failed, from its column; null when it did not. */
export function failureSentence(column: unknown): string | null {
  const read = failureShape.safeParse(column);
  return read.success ? read.data.sentence : null;
}

/** A part as it is shown. */
export interface PartPicture {
  accountId: string;
  region: string;
  state: SyncRow["state"];
  done: number;
  total: number | null;
  /** Of `done`: not read, since nothing can have changed. */
  unchanged: number;
  throttles: number;
  /** What went wrong: why it failed, or is tried again. */
  failure: string | null;
  /** When it is tried again. */
  retryAt: string | null;
  /** When the sync before was started that this part is of; null for a part of the sync itself. */
  since: string | null;
}

/** A sync as it is shown, with what earlier ones are still at, and sent to whoever watches it: plain data. */
export interface SyncPicture {
  id: string;
  /** Of all that is shown. */
  state: SyncRow["state"];
  /** Of the sync's own parts. */
  ownState: SyncRow["state"];
  /** Whether none was started since. */
  isLatest: boolean;
  startedBy: string;
  createdAt: string;
  done: number;
  total: number | null;
  secondsLeft: number | null;
  unchanged: number;
  calls: number;
  throttles: number;
  partsDone: number;
  parts: number;
  /** Parts that are under way or went wrong, the latter first, and not more than some. */
  shown: PartPicture[];
}

const most = 40;

function stateOf(sync: SyncRow, earlier: PartRow[]): SyncRow["state"] {
  if (!sync.finishedAt) return sync.state;
  if (earlier.some(isOpen)) return "running";
  return earlier.some(({ state }) => state === "failed") ? "failed" : sync.state;
}

const isTrouble = (part: PartRow) => part.failure !== null;

function partPicture(part: PartRow | EarlierPart): PartPicture {
  return {
    ...{ accountId: part.accountId, region: part.region, state: part.state, throttles: part.throttles },
    ...{ done: part.functionsDone, total: part.functionsTotal, unchanged: part.functionsUnchanged },
    failure: failureSentence(part.failure),
    retryAt: part.retryAt?.toISOString() ?? null,
    since: "since" in part ? part.since.toISOString() : null,
  };
}

/** A sync as it is now, with what was still being read when it was started. */
export async function pictureOf(sync: SyncRow): Promise<SyncPicture> {
  const { id, startedBy, createdAt } = sync;
  const [earlier, later] = await Promise.all([
    findEarlier(sync),
    db().sync.findFirst({ where: { createdAt: { gt: createdAt } }, select: { id: true } }),
  ]);
  const parts = [...sync.parts, ...earlier];
  const sum = (of: (part: PartRow) => number) => parts.reduce((all, part) => all + of(part), 0);
  const shown = parts.filter((part) => part.state === "running" || isTrouble(part));
  return {
    ...{ id, startedBy: startedBy?.name ?? "Xaccount", createdAt: createdAt.toISOString() },
    ...{ state: stateOf(sync, earlier), ownState: sync.state, isLatest: later === null },
    ...progressOf({ parts }),
    unchanged: sum((part) => part.functionsUnchanged),
    calls: sum((part) => part.calls),
    throttles: sum((part) => part.throttles),
    partsDone: parts.filter((part) => part.finishedAt).length,
    parts: parts.length,
    shown: shown
      .toSorted((a, b) => Number(isTrouble(b)) - Number(isTrouble(a)))
      .slice(0, most)
      .map(partPicture),
  };
}

import { db } from "@/lib/db/client";
import { isOpen } from "./part";

/** For how long a part may not get on, in milliseconds. What AWS refuses for now is tried again within minutes. */
const stillMs = 3_600_000;
/** For how long a part may go on: AWS is to be read each hour, and its largest accounts take some. */
const longMs = 24 * 3_600_000;

/** What is being read, and not as it should be. */
export interface LatePart {
  accountId: string;
  region: string;
  /** What is the matter: goes on from the account and region in a sentence. */
  how: string;
}

const newest = (...dates: (Date | null)[]) => new Date(Math.max(...dates.map((at) => at?.getTime() ?? 0)));

/**
 * Parts that have not got on for an hour, or go on for more than a day. One that waits for its place stands still only
 * when all that are open do.
 */
export async function findLate(now: Date): Promise<LatePart[]> {
  const syncs = await db().sync.findMany({
    where: { finishedAt: null },
    select: { createdAt: true, parts: true },
    orderBy: { createdAt: "asc" },
  });
  const parts = syncs.flatMap(({ createdAt, parts }) =>
    parts.map((part) => ({
      ...part,
      createdAt,
      moved: newest(createdAt, part.startedAt, part.movedAt, part.finishedAt),
    })),
  );
  const isPast = (at: Date, milliseconds: number) => now.getTime() - at.getTime() > milliseconds;
  const isAllStill = isPast(newest(...parts.map(({ moved }) => moved)), stillMs);
  return parts.filter(isOpen).flatMap(({ accountId, region, state, moved, createdAt }) => {
    if (isPast(moved, stillMs) && (state === "running" || isAllStill))
      return [{ accountId, region, how: `is not done and has not got on since ${moved.toISOString()}` }];
    if (isPast(createdAt, longMs))
      return [{ accountId, region, how: `has been read since ${createdAt.toISOString()} and is not done` }];
    return [];
  });
}

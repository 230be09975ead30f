import { z } from "zod";
import { db } from "@/lib/db/client";

/** The latest sync with its parts; null before the first. */
export async function latestSync() {
  return db().sync.findFirst({
    orderBy: { createdAt: "desc" },
    include: {
      parts: { orderBy: [{ accountId: "asc" }, { region: "asc" }] },
      startedBy: { select: { name: true } },
    },
  });
}
export type SyncRow = NonNullable<Awaited<ReturnType<typeof latestSync>>>;

/** How far a sync is, and for how long it will go on at the pace so far (null while that can't be said). */
export function progressOf(
  sync: Pick<SyncRow, "createdAt" | "state" | "parts">,
  now: Date,
): { done: number; total: number | null; secondsLeft: number | null } {
  const done = sync.parts.reduce((sum, part) => sum + part.functionsDone, 0);
  const known = sync.parts.every((part) => part.functionsTotal !== null || part.state === "failed");
  const total = known ? sync.parts.reduce((sum, part) => sum + (part.functionsTotal ?? 0), 0) : null;
  if (total === null || done === 0) return { done, total, secondsLeft: null };
  const secondsSoFar = (now.getTime() - sync.createdAt.getTime()) / 1000;
  return { done, total, secondsLeft: Math.max(0, Math.round((secondsSoFar / done) * (total - done))) };
}

/** @returns the sync of this id, for whoever waits for it */
export function findSync(id: string) {
  return db().sync.findUnique({ where: { id }, include: { parts: true } });
}

const failureShape = z.object({ sentence: z.string() });

/** Why a part failed, from its column; null when it did not. */
export function failureSentence(column: unknown): string | null {
  const read = failureShape.safeParse(column);
  return read.success ? read.data.sentence : null;
}

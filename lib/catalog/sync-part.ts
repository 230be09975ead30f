import { AwsFailure } from "@/lib/aws/errors";
import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { withSessionLock } from "@/lib/db/session-lock";
import { unaudited } from "@/lib/db/unaudited";
import type { Failure } from "@/lib/errors";
import { toFailure } from "@/lib/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import { finishSync } from "./sync/finish";
import { inPlace } from "./sync/place";
import { lockOf, rowOf, type Part } from "./sync/part";
import { readPart } from "./sync/read-part";

/** For how long a part keeps its place while others wait for one. What was being read then is read again. */
const placeMs = 600_000;

/**
 * The job of one part of a sync: reads every function of an account and region, from where it was left if it was begun
 * before. A part that fails says why on the accounts page and holds up no other; what it had read stays.
 * One that takes long gives its place to those that wait, now and then, and goes on when it is its turn again.
 * @param stop the process ends: the part is left to the next one
 */
export async function syncPart(
  part: Part,
  stop: AbortSignal = new AbortController().signal,
  turnMs = placeMs,
): Promise<void> {
  await withSessionLock(lockOf(part), (lost) =>
    inPlace(turnMs, (over) => runPart(part, AbortSignal.any([stop, lost, over]))),
  );
}

async function runPart(part: Part, signal: AbortSignal): Promise<void> {
  const row = await db().syncPart.findUnique({ where: rowOf(part) });
  if (!row || row.state === "done" || row.state === "failed") return; // delivered twice
  const startedAt = row.startedAt ?? new Date();
  await unaudited("sync.progress", (tx) =>
    tx.syncPart.update({ where: rowOf(part), data: { state: "running", startedAt, retryAt: null } }),
  );
  try {
    await readPart(part, { ...row, startedAt }, signal);
    await finish(part);
  } catch (error) {
    if (signal.aborted)
      await unaudited("sync.progress", (tx) => enqueue(tx, "sync_part", part, lockOf(part)));
    else await keepFailure(part, error);
  }
}

async function finish(part: Part): Promise<void> {
  const { accountId, region } = part;
  await unaudited("sync.progress", async (tx) => {
    await enqueue(tx, "reconcile", {}, "reconcile");
    const { functionsDone, throttles } = await tx.syncPart.update({
      where: rowOf(part),
      data: { state: "done", finishedAt: new Date(), failure: Prisma.DbNull },
    });
    await tx.syncPart.update({ where: rowOf(part), data: { functionsTotal: functionsDone } });
    await tx.accountRegion.updateMany({
      where: { accountId, region },
      data: { syncedAt: new Date(), failure: Prisma.DbNull, failedAt: null, throttles },
    });
    await finishSync(tx, part.syncId);
  });
}

/** Pauses, in seconds, before a part is tried again. So many tries in which nothing was read, and it has failed. */
const pauses = [5, 15, 45, 120];

/** AWS said no, and will say so again. */
const isFinal = ({ code }: Failure) => ["Refused", "Forbidden", "NotFound", "Invalid"].includes(code);

/** What may pass by itself is tried again later, from where it stopped; what may not makes the part fail. */
async function keepFailure(part: Part, error: unknown): Promise<void> {
  const { accountId, region } = part;
  const failure = { ...toFailure(error) };
  // Nobody knows for how long AWS takes a marker; the first page is always there.
  const isMarker = error instanceof AwsFailure && error.awsKind === "other";
  await unaudited("sync.progress", async (tx) => {
    const { tries, marker } = await tx.syncPart.update({
      where: rowOf(part),
      data: { failure, tries: { increment: 1 } },
    });
    const fromTheFirst = isMarker && marker !== null;
    const seconds = isFinal(failure) && !fromTheFirst ? undefined : pauses[tries - 1];
    if (seconds !== undefined) {
      const retryAt = new Date(Date.now() + seconds * 1000 * (0.75 + Math.random() / 2));
      const cursor = fromTheFirst ? { marker: null, lastName: null } : {};
      await tx.syncPart.update({ where: rowOf(part), data: { retryAt, ...cursor } });
      await enqueue(tx, "sync_part", part, lockOf(part), retryAt);
      return;
    }
    await tx.syncPart.update({ where: rowOf(part), data: { state: "failed", finishedAt: new Date() } });
    await tx.accountRegion.updateMany({
      where: { accountId, region },
      data: { failure, failedAt: new Date() },
    });
    await finishSync(tx, part.syncId);
  });
}

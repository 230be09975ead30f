import { placeKey, type Place } from "@/lib/answering";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { enqueue } from "@/lib/jobs/enqueue";
import { lockOf, nameBeingRead, open, type BeingRead } from "./sync/part";

/** A sync that was started. */
export interface Started {
  id: string;
  /** What was being read already and is no part of it, in words; null when nothing was. */
  leftOut: string | null;
}

/** What there is to read, and of that what is being read already, by whatever sync. */
async function findPlaces(
  tx: Transaction,
  accountId: string | undefined,
): Promise<{ idle: Place[]; busy: BeingRead[] }> {
  const only = accountId ? { accountId } : {};
  const places = await tx.accountRegion.findMany({
    where: { account: { connection: { not: "none" } }, ...only },
    select: { accountId: true, region: true },
  });
  const parts = await tx.syncPart.findMany({
    where: { ...open, ...only },
    select: { accountId: true, region: true, sync: { select: { createdAt: true } } },
  });
  const since = new Map(parts.map((part) => [placeKey(part), part.sync.createdAt]));
  const idle: Place[] = [];
  const busy: BeingRead[] = [];
  for (const place of places) {
    const at = since.get(placeKey(place));
    if (at) busy.push({ ...place, since: at });
    else idle.push(place);
  }
  return { idle, busy };
}

function refuseToStart(busy: BeingRead[]): XaccountError {
  if (busy.length === 0)
    return new XaccountError(
      "Invalid",
      "There is nothing to read: no account is connected with a region. Connect one first.",
    );
  return new XaccountError(
    "Conflict",
    `All there is to read is being read already: ${nameBeingRead(busy)}. Nothing more was started; how far it is stands on the accounts page.`,
  );
}

/**
 * Starts reading AWS: one part an account and region, each a job. What is being read already, by a sync before, is left
 * out: an account that is large, or slow to answer, holds up the rest no more than itself.
 * @param accountId this account only; every connected one without it
 * @throws XaccountError Forbidden; Conflict when all of it is being read; Invalid when nothing is connected
 */
export async function startSync(actor: Actor, { accountId }: { accountId?: string } = {}): Promise<Started> {
  assertMay(actor, "sync", { type: "System" });
  return audited(actor, async (tx, record) => {
    // One start at a time, so that of two at once the second sees what the first began.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7821334002)`;
    const { idle, busy } = await findPlaces(tx, accountId);
    if (idle.length === 0) throw refuseToStart(busy);
    const { id } = await tx.sync.create({
      data: {
        state: "running",
        startedById: actor.kind === "person" ? actor.personId : null,
        parts: { create: idle },
      },
      select: { id: true },
    });
    for (const place of idle) {
      const part = { syncId: id, ...place };
      await enqueue(tx, "sync_part", part, lockOf(part));
    }
    await record({
      action: "sync.started",
      subject: { kind: "sync", id },
      accountId,
      data: { parts: idle.length, leftOut: busy.length },
    });
    const leftOut =
      busy.length > 0 ? `Left out, since it is being read already: ${nameBeingRead(busy)}.` : null;
    return { id, leftOut };
  });
}

/**
 * Starts reading every connected account, as each hour, but for what is being read still; nothing when all of that is,
 * or nothing is connected.
 */
export async function syncAll(): Promise<void> {
  try {
    await startSync({ kind: "system", name: "worker" });
  } catch (error) {
    if (error instanceof XaccountError && (error.code === "Conflict" || error.code === "Invalid")) return;
    throw error;
  }
}

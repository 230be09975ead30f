import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { enqueue } from "@/lib/jobs/enqueue";

/**
 * Starts reading AWS: one part an account and region, each a job. One sync at a time.
 * @param accountId this account only; every connected one without it
 * @returns the sync's id
 * @throws XaccountError Forbidden; Conflict when one runs; Invalid when nothing is connected
 */
export async function startSync(actor: Actor, { accountId }: { accountId?: string } = {}): Promise<string> {
  assertMay(actor, "sync", { type: "System" });
  const parts = await db().accountRegion.findMany({
    where: { account: { connection: { not: "none" } }, ...(accountId ? { accountId } : {}) },
    select: { accountId: true, region: true },
  });
  if (parts.length === 0) {
    throw new XaccountError(
      "Invalid",
      "There is nothing to read: no account is connected with a region. Connect one first.",
    );
  }
  return audited(actor, async (tx, record) => {
    // One at a time: two would read the same and cost the account's quota twice.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7821334002)`;
    const running = await tx.sync.findFirst({
      where: { state: { in: ["waiting", "running"] } },
      select: { id: true },
    });
    if (running)
      throw new XaccountError(
        "Conflict",
        "A sync is already under way; no second one was started. Its progress is on the accounts page.",
      );
    const sync = await tx.sync.create({
      data: {
        state: "running",
        startedById: actor.kind === "person" ? actor.personId : null,
        parts: { create: parts },
      },
      select: { id: true },
    });
    for (const part of parts)
      await enqueue(
        tx,
        "sync_part",
        { syncId: sync.id, ...part },
        `sync ${sync.id} ${part.accountId} ${part.region}`,
      );
    await record({
      action: "sync.started",
      subject: { kind: "sync", id: sync.id },
      accountId,
      data: { parts: parts.length },
    });
    return sync.id;
  });
}

/** Starts reading every connected account, as each hour; nothing when that is under way, or nothing is connected. */
export async function syncAll(): Promise<void> {
  try {
    await startSync({ kind: "system", name: "worker" });
  } catch (error) {
    if (error instanceof XaccountError && (error.code === "Conflict" || error.code === "Invalid")) return;
    throw error;
  }
}

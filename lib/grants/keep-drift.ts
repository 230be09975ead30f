import type { Actor } from "@/lib/audit/actor";
import { overtaken, unlessOvertaken } from "@/lib/audit/unless-overtaken";
import { audited, type Record as Recorder } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import { targetName } from "@/lib/lambda/arn";
import { shownDrift, type DriftKind } from "@/lib/lambda/drift";
import { notify } from "@/lib/notifications/notify";
import { paths } from "@/lib/paths";
import type { Compared, Difference } from "./compare";
import { findCall, noDrift, stoodUntil, type DriftTold } from "./drift-told";
import { findGrantRow, type GrantRow } from "./live";
import { concerned } from "./tell";

const worker: Actor = { kind: "system", name: "worker" };

/** What happened, as the end of "…: my-function:prod for 111122223333". */
const titles: Record<string, string> = {
  missing: "Somebody removed a statement in AWS",
  replaced: "Somebody replaced a policy in AWS",
  altered: "Somebody changed a statement in AWS",
  principal_orphaned: "A role or user with access was deleted",
  alias_gone: "An alias or version with access was deleted",
  function_recreated: "A function with access was made anew",
  function_gone: "A function with access was deleted",
};

async function tell(
  tx: Transaction,
  grant: GrantRow,
  drift: DriftKind,
  { told, now }: { told: DriftTold | null; now: Date },
): Promise<void> {
  const { id: grantId, requestId, functionId, functionName, qualifier, principal } = grant;
  await notify(tx, {
    ...{ key: `grant.drift_found ${grantId} ${drift} ${now.toISOString()}`, kind: "grant.drift_found" },
    level: drift === "altered" ? "danger" : "warning",
    title: `${titles[shownDrift(drift, told?.event ?? null)] ?? titles[drift]}: ${targetName(functionName, qualifier)} for ${principal}`,
    detail: `What stands is no longer what was granted${told?.by ? `; AWS says it was ${told.by}` : ""}. Its page says what can be done.`,
    ...{ href: paths.request(requestId), requestId, grantId, functionId, to: concerned(grant) },
  });
}

/** How a difference came to be: after when, and what an event told of it. */
interface How {
  after: Date;
  told: DriftTold | null;
}

async function findHow(grant: Compared, drift: DriftKind, noticedAt: Date): Promise<How> {
  const after = await stoodUntil(grant);
  return { after, told: await findCall(grant, drift, { after, noticedAt }) };
}

const columnsOf = (how: How | null) => ({
  driftAfter: how?.after ?? null,
  driftAt: how?.told?.at ?? null,
  driftEvent: how?.told?.event ?? null,
  driftBy: how?.told?.by ?? null,
});

const subjectOf = ({ id, requestId, functionId, accountId }: Compared) => ({
  subject: { kind: "grant" as const, id },
  requestId,
  grantId: id,
  functionId,
  accountId,
});

async function recordDrift(
  record: Recorder,
  grant: Compared,
  { drift, found }: Difference,
  how: How | null,
): Promise<void> {
  await record({
    action: drift ? "grant.drift_found" : "grant.drift_ended",
    ...subjectOf(grant),
    data: drift
      ? { drift, found, granted: grant.statement, after: how?.after, ...how?.told }
      : { drift: grant.drift },
  });
}

/** Whether a target is as it was compared: who reads it in waits until this transaction is over, or was before it. */
async function isAsCompared(tx: Transaction, { targetId, changes }: Compared): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ changes: number }[]>`
    SELECT changes FROM "Target" WHERE id = ${targetId}::uuid FOR SHARE`;
  return row?.changes === changes;
}

/**
 * Keeps on a grant how what stands differs from it, or no longer does; whoever it concerns is told, once.
 * @returns null, and nothing is kept, when the target changed since it was compared: it is compared again
 */
export async function keepDrift(grant: Compared, difference: Difference, now: Date): Promise<true | null> {
  const { drift, found } = difference;
  const how = drift ? await findHow(grant, drift, now) : null;
  const row = drift ? await findGrantRow(grant.id) : null;
  const step = audited(worker, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id: grant.id, state: "active", drift: grant.drift, appliedAt: grant.appliedAt },
      data: drift ? { drift, driftFound: found, driftSince: now, ...columnsOf(how) } : noDrift,
    });
    if (!(await isAsCompared(tx, grant))) throw overtaken();
    if (count === 0) await record({ action: "grant.drift_overtaken", ...subjectOf(grant) });
    else await recordDrift(record, grant, difference, how);
    if (count > 0 && drift && row) await tell(tx, row, drift, { told: how?.told ?? null, now });
    return true as const;
  });
  return unlessOvertaken(step);
}

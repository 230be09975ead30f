import type { Actor } from "@/lib/audit/actor";
import { audited, type Record as Recorder } from "@/lib/audit/record";
import { db, type Transaction } from "@/lib/db/client";
import { literal } from "@/lib/db/pattern";
import { targetName } from "@/lib/lambda/arn";
import type { DriftKind } from "@/lib/lambda/drift";
import { notify } from "@/lib/notifications/notify";
import { paths } from "@/lib/paths";
import type { Compared, Difference } from "./compare";
import { findGrantRow, type GrantRow } from "./live";
import { concerned } from "./tell";

const worker: Actor = { kind: "system", name: "worker" };

/** Calls of AWS that can have made a difference. */
const causes: Record<DriftKind, string[]> = {
  missing: ["RemovePermission", "DeleteResourcePolicy", "PutResourcePolicy"],
  replaced: ["PutResourcePolicy", "RemovePermission"], // it may have been put whole before, too
  altered: ["AddPermission", "PutResourcePolicy"],
  principal_orphaned: [], // a call of IAM, which nothing tells of
  alias_gone: ["DeleteAlias", "DeleteFunction"],
  function_recreated: ["CreateFunction"],
  function_gone: ["DeleteFunction"],
};

/** What happened, as the end of "…: my-function:prod for 111122223333". */
const titles: Record<DriftKind, string> = {
  missing: "Somebody removed a statement in AWS",
  replaced: "Somebody replaced a policy in AWS",
  altered: "Somebody changed a statement in AWS",
  principal_orphaned: "A role or user with access was deleted",
  alias_gone: "An alias or version with access was deleted",
  function_recreated: "A function with access was made anew",
  function_gone: "A function with access was deleted",
};

/** Who did it last, since the grant was applied, where an event said so. */
async function findWho(
  { functionId, qualifier, appliedAt, statementId }: Compared,
  drift: DriftKind,
): Promise<string | null> {
  if (causes[drift].length === 0) return null;
  // CloudTrail tells the second; the product's own AddPermission may have been in the same one.
  const since = drift === "altered" ? appliedAt : new Date(Math.floor(appliedAt.getTime() / 1000) * 1000);
  const notice = await db().notice.findFirst({
    where: {
      ...{ functionId, at: { gte: since }, actorArn: { not: null } },
      AND: [
        { OR: causes[drift].map((name) => ({ eventName: { startsWith: literal(name) } })) },
        { OR: [{ sid: null }, { sid: statementId }] },
        { OR: [{ qualifier: null }, { qualifier }] },
      ],
    },
    orderBy: { at: "desc" },
    select: { actorArn: true },
  });
  return notice?.actorArn ?? null;
}

async function tell(
  tx: Transaction,
  grant: GrantRow,
  drift: DriftKind,
  { by, now }: { by: string | null; now: Date },
): Promise<void> {
  const { id: grantId, requestId, functionId, functionName, qualifier, principal } = grant;
  await notify(tx, {
    ...{ key: `grant.drift_found ${grantId} ${drift} ${now.toISOString()}`, kind: "grant.drift_found" },
    level: drift === "altered" ? "danger" : "warning",
    title: `${titles[drift]}: ${targetName(functionName, qualifier)} for ${principal}`,
    detail: `What stands is no longer what was granted${by ? `; AWS says it was ${by}` : ""}. Its page says what can be done.`,
    ...{ href: paths.request(requestId), requestId, grantId, functionId, to: concerned(grant) },
  });
}

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
  by: string | null,
): Promise<void> {
  await record({
    action: drift ? "grant.drift_found" : "grant.drift_ended",
    ...subjectOf(grant),
    data: drift ? { drift, found, granted: grant.statement, by } : { drift: grant.drift },
  });
}

/** Keeps on a grant how what stands differs from it, or no longer does; whoever it concerns is told, once. */
export async function keepDrift(grant: Compared, difference: Difference, now: Date): Promise<void> {
  const { drift, found } = difference;
  const by = drift ? await findWho(grant, drift) : null;
  const row = drift ? await findGrantRow(grant.id) : null;
  await audited(worker, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id: grant.id, state: "active", drift: grant.drift },
      data: { drift, driftFound: drift && found, driftSince: drift && now, driftBy: by },
    });
    if (count === 0) return record({ action: "grant.drift_overtaken", ...subjectOf(grant) });
    await recordDrift(record, grant, difference, by);
    if (drift && row) await tell(tx, row, drift, { by, now });
  });
}

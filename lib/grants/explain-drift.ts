import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { driftKinds } from "@/lib/lambda/drift";
import { findCall } from "./drift-told";

const worker: Actor = { kind: "system", name: "worker" };

/** Grants of a function that differ, with what is known of how that came to be. */
function findDrifted(functionId: string) {
  return db().grant.findMany({
    where: { functionId, state: "active", drift: { not: null } },
    select: {
      ...{ id: true, requestId: true, functionId: true, accountId: true, qualifier: true, statementId: true },
      ...{ statement: true, appliedAt: true, drift: true, driftSince: true, driftAfter: true },
      ...{ driftAt: true, driftEvent: true, driftBy: true },
    },
    orderBy: { id: "asc" },
  });
}

async function explain(grant: Awaited<ReturnType<typeof findDrifted>>[number]): Promise<void> {
  const { id, requestId, functionId, accountId, qualifier, statementId } = grant;
  const { statement, appliedAt, driftSince, driftAt, driftEvent, driftBy } = grant;
  const drift = driftKinds.find((kind) => kind === grant.drift);
  if (!drift || statement === null || !appliedAt || !driftSince) return;
  const when = { after: grant.driftAfter ?? appliedAt, noticedAt: driftSince };
  const told = await findCall({ functionId, qualifier, statementId, statement, appliedAt }, drift, when);
  const isKnown =
    told?.event === driftEvent && told.by === driftBy && told.at.getTime() === driftAt?.getTime();
  if (!told || isKnown) return;
  await audited(worker, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id, state: "active", drift, driftSince },
      data: { driftAt: told.at, driftEvent: told.event, driftBy: told.by },
    });
    const about = { subject: { kind: "grant" as const, id }, requestId, grantId: id, functionId, accountId };
    if (count === 0) return record({ action: "grant.drift_overtaken", ...about });
    await record({ action: "grant.drift_told", ...about, data: { drift, ...told } });
  });
}

/** Keeps what events told of differences that were noticed before the events came: how, when, and by whom. */
export async function explainDrifts(functionId: string): Promise<void> {
  for (const grant of await findDrifted(functionId)) await explain(grant);
}

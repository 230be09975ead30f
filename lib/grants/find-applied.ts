import type { Actor } from "@/lib/audit/actor";
import { audited, type Record as Recorder } from "@/lib/audit/record";
import { db, type Transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { enqueue } from "@/lib/jobs/enqueue";
import { renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
import { endJustifications } from "./end-justification";
import { findFailure } from "./failure";
import { findGrantRow, inputOf, type GrantRow } from "./live";
import { lockTarget } from "./lock-target";
import { findInstead, type Standing } from "./standing";

const worker: Actor = { kind: "system", name: "worker" };
const batch = 500;

/** Grants that failed and whose statement stands, as last read; by their ids. */
function findPage(after: string | null): Promise<{ id: string; document: string; syncedAt: Date }[]> {
  return db().$queryRaw`
    SELECT g.id, s.document, t."syncedAt"
    FROM "Grant" g
    JOIN "Statement" s ON s."grantId" = g.id AND s."goneAt" IS NULL
    JOIN "Target" t ON t.id = s."targetId"
    WHERE g.state = 'failed' AND (${after}::uuid IS NULL OR g.id > ${after}::uuid)
    ORDER BY g.id LIMIT ${batch}`;
}

async function goOn(tx: Transaction, id: string): Promise<boolean> {
  const { count } = await tx.grant.updateMany({
    where: { id, state: "failed" },
    data: { state: "applying", failure: Prisma.DbNull, attempts: 0 },
  });
  if (count > 0) await enqueue(tx, "apply_grant", { grantId: id }, `apply ${id}`);
  return count > 0;
}

/** Asked for anew meanwhile, it stands twice; of the two it is the one that people were told had failed that goes. */
async function takeBack(
  tx: Transaction,
  record: Recorder,
  { id: grantId, justifications }: GrantRow,
  instead: Standing,
): Promise<boolean> {
  const reason = `It had failed, and its statement was found standing; request ${instead.requestId} has one for the same.`;
  const ending = { cause: "revoked" as const, reason, byId: null };
  const itemIds = justifications.map(({ itemId }) => itemId);
  return (await endJustifications(tx, record, { grantId, itemIds, ending, now: new Date() })).revoking;
}

async function settle(grant: GrantRow, document: string): Promise<boolean> {
  const { id, requestId, functionId, accountId } = grant;
  const about = { subject: { kind: "grant" as const, id }, requestId, grantId: id, functionId, accountId };
  return audited(worker, async (tx, record) => {
    await lockTarget(tx, grant);
    const instead = await findInstead(tx, grant);
    const done = instead ? await takeBack(tx, record, grant, instead) : await goOn(tx, id);
    const action = done ? "grant.found_standing" : "grant.found_overtaken";
    await record({ action, ...about, data: { found: document } });
    return done;
  });
}

/**
 * Goes on with grants that failed although AWS has their statement, just as it was approved: a try arrived whose answer
 * did not. Only what was read after the failure counts. Where another grant stands for the same by now, its statement is
 * taken away instead.
 * @returns how many
 */
export async function findApplied(): Promise<number> {
  let count = 0;
  for (let page = await findPage(null); page.length > 0; page = await findPage(page.at(-1)?.id ?? null)) {
    for (const { id, document, syncedAt } of page) {
      const grant = await findGrantRow(id);
      const failure = findFailure(grant?.failure);
      if (!grant || failure?.step !== "apply" || syncedAt < new Date(failure.at)) continue;
      if (!sameStatement(document, statementText(renderStatement(inputOf(grant))))) continue;
      if (await settle(grant, document)) count += 1;
    }
    if (page.length < batch) break;
  }
  return count;
}

import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { enqueue } from "@/lib/jobs/enqueue";
import { renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
import { findFailure } from "./failure";
import { findGrantRow, inputOf, type GrantRow } from "./live";

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

async function goOn(grant: GrantRow, document: string): Promise<boolean> {
  const { id, requestId, functionId, accountId } = grant;
  return audited(worker, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id, state: "failed" },
      data: { state: "applying", failure: Prisma.DbNull, attempts: 0 },
    });
    const about = { subject: { kind: "grant" as const, id }, requestId, grantId: id, functionId, accountId };
    if (count > 0) await enqueue(tx, "apply_grant", { grantId: id }, `apply ${id}`);
    const action = count > 0 ? "grant.found_standing" : "grant.found_overtaken";
    await record({ action, ...about, data: { found: document } });
    return count > 0;
  });
}

/**
 * Goes on with grants that failed although AWS has their statement, just as it was approved: a try arrived whose answer
 * did not. Only what was read after the failure counts.
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
      if (await goOn(grant, document)) count += 1;
    }
    if (page.length < batch) break;
  }
  return count;
}

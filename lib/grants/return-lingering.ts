import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { administratorGroup } from "@/lib/identity/types";
import { enqueue } from "@/lib/jobs/enqueue";
import { targetName } from "@/lib/lambda/arn";
import { notify } from "@/lib/notifications/notify";
import { paths } from "@/lib/paths";
import { findGrantRow, type GrantRow } from "./live";
import { concerned } from "./tell";

const worker: Actor = { kind: "system", name: "worker" };

/** A statement that stands although its grant is over. */
interface LingeringStatement {
  /** Its grant's. */
  id: string;
  document: string;
  revokedAt: Date;
  targetId: string;
  functionId: string;
  qualifier: string;
  syncedAt: Date;
}

/**
 * Grants that are over and whose statement was read after that, on some targets: somebody put it back, or AWS kept it.
 * Only what was written here, under an ID that nobody else makes; and nothing that was accepted to stand.
 */
export function findLingering(targetIds: string[]): Promise<LingeringStatement[]> {
  return db().$queryRaw<LingeringStatement[]>`
    SELECT g.id, s.document, g."revokedAt", t.id AS "targetId", t."functionId", t.qualifier, t."syncedAt"
    FROM "Statement" s
    JOIN "Target" t ON t.id = s."targetId"
    JOIN "Grant" g ON g.id = s."grantId"
    WHERE s."targetId" = ANY(${targetIds}::uuid[]) AND s."goneAt" IS NULL
      AND g.state IN ('revoked', 'expired') AND g.origin = 'written' AND g.drift IS NULL
      AND t."syncedAt" > g."revokedAt"
    ORDER BY g.id`;
}

async function takeAgain(grant: GrantRow, document: string): Promise<boolean> {
  const { id, state, requestId, functionId, accountId, principal, revokedAt } = grant;
  return audited(worker, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id, state, revokedAt },
      data: { state: "revoking", revokedAt: null, attempts: 0 },
    });
    const about = { subject: { kind: "grant" as const, id }, requestId, grantId: id, functionId, accountId };
    if (count === 0) {
      await record({ action: "grant.lingering_overtaken", ...about });
      return false;
    }
    await enqueue(tx, "revoke_grant", { grantId: id }, `revoke ${id}`);
    const to = concerned(grant);
    await notify(tx, {
      key: `grant.lingering_found ${id} ${revokedAt?.toISOString() ?? ""}`,
      ...{ kind: "grant.lingering_found", level: "danger" },
      title: `${principal} has access to ${targetName(grant.functionName, grant.qualifier)} again, and should not`,
      detail: "Its grant is over, and its statement is back in AWS. It is being removed again.",
      ...{ href: paths.request(requestId), requestId, grantId: id, functionId },
      to: { ...to, handles: [...to.handles, administratorGroup] },
    });
    await record({ action: "grant.lingering_found", ...about, data: { found: document } });
    return true;
  });
}

/**
 * Takes away again what was read of grants that are over.
 * @param targetIds on which targets
 * @returns how many are being removed for it
 */
export async function returnLingering(targetIds: string[]): Promise<number> {
  let count = 0;
  for (const { id, document } of await findLingering(targetIds)) {
    const grant = await findGrantRow(id);
    if (grant && (await takeAgain(grant, document))) count += 1;
  }
  return count;
}

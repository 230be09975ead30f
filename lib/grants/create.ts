import type { Record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import type { PrincipalKind } from "@/lib/db/generated/client";
import { enqueue } from "@/lib/jobs/enqueue";
import { statementIdFor } from "@/lib/lambda/statement-id";

/** What an approved request asks for. */
export interface Approved {
  requestId: number;
  durationDays: number;
  principalKind: PrincipalKind;
  principal: string;
  principalAccountId: string | null;
  function: { id: string; accountId: string; region: string; name: string };
  items: { id: string; qualifier: string; action: string }[];
}

/**
 * Makes the grants of a request, in the approval's transaction: the intent, the event and the job are there together
 * or not at all. A grant's id is its item's, so that what was previewed is what is applied.
 */
export async function createGrants(
  tx: Transaction,
  record: Record,
  approved: Approved,
  now: Date,
): Promise<void> {
  const { requestId, durationDays, principalKind, principal, principalAccountId } = approved;
  const { id: functionId, accountId, region, name: functionName } = approved.function;
  const expiresAt = new Date(now.getTime() + durationDays * 86_400_000);
  for (const { id, qualifier, action } of approved.items) {
    const facts = {
      accountId,
      region,
      functionName,
      qualifier,
      action,
      principalKind,
      principal,
      principalAccountId,
    };
    await tx.grant.create({
      data: {
        id,
        requestId,
        requestItemId: id,
        functionId,
        ...facts,
        statementId: statementIdFor(id),
        expiresAt,
      },
    });
    await enqueue(tx, "apply_grant", { grantId: id }, `apply ${id}`);
    await record({
      action: "grant.intended",
      subject: { kind: "grant", id },
      requestId,
      grantId: id,
      functionId,
      accountId,
      data: {
        action,
        principal,
        qualifier,
        statementId: statementIdFor(id),
        expiresAt: expiresAt.toISOString(),
      },
    });
  }
}

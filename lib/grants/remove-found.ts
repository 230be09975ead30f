import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { refreshPolicy } from "@/lib/catalog/refresh";
import type { Transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { enqueue } from "@/lib/jobs/enqueue";
import { findStatement } from "@/lib/lambda/policy";
import { sameStatement } from "@/lib/lambda/statement";
import { parseInput } from "@/lib/parse-input";
import { grantCan } from "./can";
import { factsOf, findGrantRow, resourceOf, type GrantRow } from "./live";

const shape = z.object({
  grantId: z.uuid(),
  shown: z.string().min(1).max(20_480),
  reason: z.string().trim().min(3, "Say why, in a few words: it is kept in the audit trail.").max(2000),
});

/** What stands under the grant's statement ID, read just now; it must be what was on the screen. */
async function readFound({ functionId, qualifier, statementId }: GrantRow, shown: string): Promise<string> {
  const { policy } = await refreshPolicy(functionId, qualifier);
  const found = findStatement(policy, statementId, shown);
  if (found !== null && sameStatement(found, shown)) return found;
  throw new XaccountError(
    "Conflict",
    found === null
      ? "The statement is gone from AWS already; nothing was changed by you. It is noticed shortly."
      : "The statement is no longer as it was shown to you: somebody changed it. Nothing was removed. The page now shows what stands: look once more.",
  );
}

async function decide(
  tx: Transaction,
  grant: GrantRow,
  { found, reason, byId, now }: { found: string; reason: string; byId: string | null; now: Date },
): Promise<void> {
  const { id, state, drift } = grant;
  const { count } = await tx.grant.updateMany({
    where: { id, state, drift },
    data: {
      ...{ removeFound: found, failure: Prisma.DbNull, attempts: 0 },
      ...(state === "revoking"
        ? {}
        : { state: "revoking", revokeCause: "revoked", revokeReason: reason, revokedById: byId }),
    },
  });
  if (count === 0)
    throw new XaccountError(
      "Conflict",
      "Somebody else acted on this grant at the same moment; nothing was changed by you. Look again.",
    );
  await tx.justification.updateMany({
    where: { grantId: id, endedAt: null },
    data: { endedAt: now, endCause: "revoked", endReason: reason, endedById: byId },
  });
  await enqueue(tx, "revoke_grant", { grantId: id }, `revoke ${id}`);
}

/**
 * Removes what stands under a grant's statement ID though it is not what was granted: somebody changed it, or its role
 * or user was deleted. The grant ends with it.
 * @param input grantId, shown (the element that was on the screen), reason
 * @throws XaccountError Invalid, NotFound, Forbidden, Conflict when what stands is no longer what was shown; from AWS
 * Throttled, Unreachable, Refused
 */
export async function removeFound(actor: Actor, input: unknown): Promise<void> {
  const { grantId, shown, reason } = parseInput(shape, input, "It was not removed; see below.");
  const grant = await findGrantRow(grantId);
  if (!grant) throw new XaccountError("NotFound", "There is no such grant; nothing was removed.");
  // It is not what was asked for here, so that it is for whoever answers for the function's statements.
  assertMay(actor, "removeStatement", { type: "Function", ...resourceOf(grant).function });
  const can = grantCan.remove(factsOf(grant));
  if (!can.ok) throw new XaccountError("Conflict", can.reason);
  const found = await readFound(grant, shown);
  const byId = actor.kind === "person" ? actor.personId : null;
  await audited(actor, async (tx, record) => {
    await decide(tx, grant, { found, reason, byId, now: new Date() });
    await record({
      action: "grant.remove_decided",
      subject: { kind: "grant", id: grant.id },
      ...{ requestId: grant.requestId, grantId: grant.id, functionId: grant.functionId },
      ...{ accountId: grant.accountId, reason },
      data: { found, granted: grant.statement },
    });
  });
}

import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { Prisma } from "@/lib/db/generated/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { enqueue } from "@/lib/jobs/enqueue";
import { grantCan } from "./can";
import { findFailure } from "./failure";
import { findGrantRow, resourceOf } from "./live";

const shape = z.object({
  grantId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words: it is kept in the audit trail.").max(2000),
});

/**
 * Takes a grant back: the decision, its event and the job at once; the statement goes when the job has run.
 * @throws XaccountError Invalid, NotFound, Forbidden, or Conflict when its state does not let it
 */
export async function revokeGrant(actor: Actor, input: unknown): Promise<void> {
  const read = shape.safeParse(input);
  if (!read.success) {
    const fields = Object.fromEntries(
      read.error.issues.map((issue) => [issue.path.join("."), issue.message]),
    );
    throw new XaccountError("Invalid", "It was not revoked; see below.", { fields });
  }
  const { grantId, reason } = read.data;
  const grant = await findGrantRow(grantId);
  if (!grant) throw new XaccountError("NotFound", "There is no such grant; nothing was revoked.");
  assertMay(actor, "revoke", resourceOf(grant));
  const can = grantCan.revoke({ ...grant, failure: findFailure(grant.failure) });
  if (!can.ok) throw new XaccountError("Conflict", can.reason);
  const by = actor.kind === "person" ? actor.personId : null;
  await audited(actor, async (tx, record) => {
    const { count } = await tx.grant.updateMany({
      where: { id: grantId, state: grant.state },
      data: {
        state: "revoking",
        revokeCause: "revoked",
        revokeReason: reason,
        revokedById: by,
        failure: Prisma.DbNull,
      },
    });
    if (count === 0)
      throw new XaccountError(
        "Conflict",
        "Somebody else acted on this grant at the same moment; nothing was changed by you. Look again.",
      );
    await enqueue(tx, "revoke_grant", { grantId }, `revoke ${grantId}`);
    await record({
      action: "grant.revoke_decided",
      subject: { kind: "grant", id: grantId },
      requestId: grant.requestId,
      grantId,
      functionId: grant.functionId,
      accountId: grant.accountId,
      reason,
    });
  });
}

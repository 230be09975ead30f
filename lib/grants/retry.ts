import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { enqueue } from "@/lib/jobs/enqueue";
import { grantCan } from "./can";
import { factsOf, findGrantRow, resourceOf } from "./live";
import { lockTarget } from "./lock-target";
import { findInstead, standsInstead } from "./standing";

/**
 * Tries a failed step of a grant again, now.
 * @throws XaccountError NotFound, Forbidden, or Conflict when nothing failed, or another grant stands for the same by now
 */
export async function retryGrant(actor: Actor, input: unknown): Promise<void> {
  const grantId = z.uuid().safeParse(input);
  const grant = grantId.success ? await findGrantRow(grantId.data) : null;
  if (!grant) throw new XaccountError("NotFound", "There is no such grant; nothing was tried.");
  assertMay(actor, "retry", resourceOf(grant));
  const facts = factsOf(grant);
  const can = grantCan.retry(facts);
  if (!can.ok) throw new XaccountError("Conflict", can.reason);
  const step = facts.failure?.step ?? "apply";
  await audited(actor, async (tx, record) => {
    if (step === "apply") {
      await lockTarget(tx, grant);
      const instead = await findInstead(tx, grant);
      if (instead) throw new XaccountError("Conflict", `${standsInstead(instead)} Nothing was tried.`);
    }
    const { count } = await tx.grant.updateMany({
      where: { id: grant.id, state: grant.state },
      data: { state: step === "apply" ? "applying" : "revoking", attempts: 0 },
    });
    if (count === 0)
      throw new XaccountError(
        "Conflict",
        "Somebody else acted on this grant at the same moment; nothing was changed by you. Look again.",
      );
    await enqueue(
      tx,
      step === "apply" ? "apply_grant" : "revoke_grant",
      { grantId: grant.id },
      `${step} ${grant.id}`,
    );
    await record({
      action: "grant.retried",
      subject: { kind: "grant", id: grant.id },
      requestId: grant.requestId,
      grantId: grant.id,
      functionId: grant.functionId,
      accountId: grant.accountId,
      data: { step },
    });
  });
}

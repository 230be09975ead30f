import { AwsFailure } from "@/lib/aws/errors";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { unaudited } from "@/lib/db/unaudited";
import { toFailure } from "@/lib/failure";
import type { GrantRow } from "./live";

/**
 * Keeps why a step on a grant failed. What may pass is left to the queue to repeat (and thrown on for it); what needs
 * a person makes the grant `failed`, with an event.
 * @throws the error, when the step will be repeated
 */
export async function stepFailed(
  actor: Actor,
  grant: GrantRow,
  step: "apply" | "revoke",
  error: unknown,
): Promise<void> {
  const { code, sentence, logId } = toFailure(error);
  const failure = { step, code, sentence, at: new Date().toISOString(), ...(logId ? { logId } : {}) };
  const transient =
    error instanceof AwsFailure
      ? error.isTransient
      : code !== "Refused" && code !== "NotFound" && code !== "Forbidden";
  if (transient) {
    await unaudited("grant.attempted", (tx) =>
      tx.grant.update({ where: { id: grant.id }, data: { failure, attempts: { increment: 1 } } }),
    );
    throw error;
  }
  await audited(actor, async (tx, record) => {
    await tx.grant.update({
      where: { id: grant.id },
      data: { state: "failed", failure, attempts: { increment: 1 } },
    });
    await record({
      action: step === "apply" ? "grant.apply_failed" : "grant.revoke_failed",
      subject: { kind: "grant", id: grant.id },
      requestId: grant.requestId,
      grantId: grant.id,
      functionId: grant.functionId,
      accountId: grant.accountId,
      data: failure,
    });
  });
}

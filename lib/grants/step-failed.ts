import { AwsFailure } from "@/lib/aws/errors";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { backoffSeconds } from "@/lib/backoff";
import type { Transaction } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { toFailure } from "@/lib/failure";
import { enqueue, lastPriority } from "@/lib/jobs/enqueue";
import { patience } from "./backoff";
import { findFailure, type StepFailure } from "./failure";
import type { GrantRow } from "./live";
import { StaleBlock } from "./stale-block";
import { tellOfFailure } from "./tell";

type Step = StepFailure["step"];

/** Tries of a removal after which people are told, where it was not clear before that one of them is needed. */
const loudAfter = 3;

/** Whether the step may well succeed later, without anybody doing anything. */
function mayPass(error: unknown, code: string): boolean {
  if (error instanceof AwsFailure) return error.isTransient;
  return code === "Unreachable" || code === "Throttled" || code === "Internal";
}

/** The same job once more, later and later. */
async function tryAgain(tx: Transaction, grant: GrantRow, step: Step): Promise<void> {
  const runAt = new Date(Date.now() + backoffSeconds(grant.attempts + 1) * 1000);
  const task = step === "apply" ? "apply_grant" : "revoke_grant";
  await enqueue(tx, task, { grantId: grant.id }, `${step} ${grant.id}`, { runAt, priority: lastPriority });
}

function failureOf(step: Step, error: unknown): StepFailure {
  const { code, sentence, logId } = toFailure(error);
  return {
    ...{ step, code, sentence, at: new Date().toISOString(), told: false, toldCode: null },
    ...(logId ? { logId } : {}),
    ...(error instanceof StaleBlock ? { blockers: error.blockers } : {}),
  };
}

/**
 * Keeps why a step on a grant failed, and sees to it that it is not forgotten. What may pass is tried again, later and
 * later; an approval that can't be carried out ends as `failed`, for a person to try again. Where AWS does not answer,
 * or asks to wait, it stays pending until it does. Access that should be gone is tried until it is, whatever the reason. People are
 * told once.
 */
export async function stepFailed(actor: Actor, grant: GrantRow, step: Step, error: unknown): Promise<void> {
  const failure = failureOf(step, error);
  const attempts = grant.attempts + 1;
  const before = findFailure(grant.failure);
  const passes = mayPass(error, failure.code);
  const goesOn = step === "revoke" || (passes && failure.code !== "Internal");
  // Of an approval that failed before, and that somebody tried again, people are told again: it has ended again.
  const toldOf = before?.step === step && before.told ? { code: before.toldCode } : null;
  const isTold = goesOn && toldOf !== null && (passes || toldOf.code === failure.code);
  const toldCode = passes ? (toldOf?.code ?? null) : failure.code;
  const needsPerson = !passes || attempts >= (step === "apply" ? patience : loudAfter);
  const state = step === "apply" ? ("applying" as const) : ("revoking" as const);
  const where = { id: grant.id, state };
  if (!needsPerson || isTold) {
    await unaudited("grant.attempted", async (tx) => {
      const data = { failure: { ...failure, told: isTold, toldCode }, attempts };
      const { count } = await tx.grant.updateMany({ where, data });
      if (count > 0) await tryAgain(tx, grant, step);
    });
    return;
  }
  const { id, requestId, functionId, accountId } = grant;
  const told = { subject: { kind: "grant" as const, id }, requestId, grantId: id, functionId, accountId };
  await audited(actor, async (tx, record) => {
    const data = { failure: { ...failure, told: true, toldCode }, attempts };
    const { count } = await tx.grant.updateMany({
      where,
      data: goesOn ? data : { ...data, state: "failed" },
    });
    if (count === 0) return record({ action: "grant.failure_overtaken", ...told });
    if (goesOn) await tryAgain(tx, grant, step);
    await tellOfFailure(tx, grant, failure, goesOn);
    await record({
      action: goesOn && step === "apply" ? "grant.apply_waits" : `grant.${step}_failed`,
      ...told,
      data: failure,
    });
  });
}

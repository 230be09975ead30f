import { backoffSeconds } from "@/lib/backoff";
import type { Transaction } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { enqueue, lastPriority } from "@/lib/jobs/enqueue";
import type { StepFailure } from "./failure";

/** One to two seconds, by chance: what was put back together does not come together. */
const momentMs = () => backoffSeconds(2) * 1000;

/** Whether a job of this key waits that will be taken. */
async function isQueued(tx: Transaction, key: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM graphile_worker.jobs WHERE key = ${key} AND locked_at IS NULL AND attempts < max_attempts`;
  return rows.length > 0;
}

/**
 * How a step is carried out. `prompt`: among others that wait for their places, so it ends as soon as AWS is late, and
 * does not begin where AWS was late a moment ago. `patient`: for as long as it takes.
 */
export type StepPace = "prompt" | "patient";

/** A step of a grant, and how it is carried out. */
export interface StepOf {
  step: StepFailure["step"];
  grantId: string;
  pace: StepPace;
}

const taskOf = ({ step, pace }: StepOf) => {
  if (step === "apply") return pace === "prompt" ? "apply_grant" : "apply_patiently";
  return pace === "prompt" ? "revoke_grant" : "revoke_patiently";
};

/**
 * Puts the job of a step back, which is no try: nothing is kept of it on the grant. The job that runs now gives its key to
 * the one that is put back; one that waits already, perhaps for later since the step failed, stays as it is.
 */
async function putBack(step: StepOf, when: { runAt?: Date; priority?: number }): Promise<void> {
  const { grantId } = step;
  const key = `${step.step} ${grantId}`;
  await unaudited("grant.attempted", async (tx) => {
    if (!(await isQueued(tx, key))) await enqueue(tx, taskOf(step), { grantId }, key, when);
  });
}

/** Puts a step back for a moment later, since somebody else is at its function. */
export function putBackForLater(step: StepOf): Promise<void> {
  return putBack(step, { runAt: new Date(Date.now() + momentMs()) });
}

/**
 * Has a step carried out where it holds up no other, since AWS was late there a moment ago.
 * @param attempts how often it failed: what never did goes first
 */
export function putApart(step: StepOf, attempts: number): Promise<void> {
  return putBack({ ...step, pace: "patient" }, attempts > 0 ? { priority: lastPriority } : {});
}

import { backoffSeconds } from "@/lib/backoff";
import type { Transaction } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { enqueue } from "@/lib/jobs/enqueue";
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
 * Puts the job of a step back for a moment later, since somebody else is at its function. That is no try: nothing is
 * kept of it on the grant. The job that runs now gives its key to the one that is put back; one that waits already,
 * perhaps for later since the step failed, stays as it is.
 */
export async function putBack(step: StepFailure["step"], grantId: string): Promise<void> {
  const key = `${step} ${grantId}`;
  const task = step === "apply" ? "apply_grant" : "revoke_grant";
  await unaudited("grant.attempted", async (tx) => {
    if (await isQueued(tx, key)) return;
    await enqueue(tx, task, { grantId }, key, new Date(Date.now() + momentMs()));
  });
}

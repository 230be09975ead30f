import { backoffSeconds } from "@/lib/backoff";
import { unaudited } from "@/lib/db/unaudited";
import { putBackJob } from "@/lib/jobs/enqueue";
import type { StepFailure } from "./failure";

/** One to two seconds, by chance: what was put back together does not come together. */
const momentMs = () => backoffSeconds(2) * 1000;

/**
 * Puts the job of a step back for a moment later, since somebody else is at its function. That is no try: nothing is
 * kept of it on the grant. The job that runs now gives its key to the one that is put back; one that waits already,
 * perhaps for later since the step failed, stays as it is.
 */
export async function putBack(step: StepFailure["step"], grantId: string): Promise<void> {
  const task = step === "apply" ? "apply_grant" : "revoke_grant";
  const runAt = new Date(Date.now() + momentMs());
  await unaudited("grant.attempted", (tx) =>
    putBackJob(tx, task, { grantId }, `${step} ${grantId}`, { runAt }),
  );
}

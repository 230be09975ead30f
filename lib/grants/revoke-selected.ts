import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import type { Failure } from "@/lib/errors";
import { toFailure } from "@/lib/failure";
import { parseInput } from "@/lib/parse-input";
import { revokeGrant, revokeReason } from "./revoke";
import { mostSelected } from "./selected";

const shape = z.object({
  grantIds: z
    .array(z.uuid())
    .min(1, "Select at least one grant.")
    .max(mostSelected, `At most ${mostSelected} at a time.`),
  reason: revokeReason,
});

/** What became of one of several grants. */
export interface Outcome {
  grantId: string;
  /** Why it is not revoked; null when it is. */
  failure: Failure | null;
}

/**
 * Takes several grants back, each by itself: one decision, one transaction and one event a grant. One that can't be
 * revoked does not hold up the others.
 * @param input grantIds, and the reason for all of them
 * @returns what became of each, in the order they were given
 * @throws XaccountError Invalid when nothing was tried
 */
export async function revokeSelected(actor: Actor, input: unknown): Promise<Outcome[]> {
  const { grantIds, reason } = parseInput(shape, input, "None of them was revoked; see below.");
  const outcomes: Outcome[] = [];
  for (const grantId of new Set(grantIds)) {
    // One after the other: they may rest on the same requests and functions.
    const failure = await revokeGrant(actor, { grantId, reason }).then(() => null, toFailure);
    outcomes.push({ grantId, failure });
  }
  return outcomes;
}

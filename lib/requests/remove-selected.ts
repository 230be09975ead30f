import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import type { Failure } from "@/lib/errors";
import { toFailure } from "@/lib/failure";
import { mostSelected } from "@/lib/grants/selected";
import { parseInput } from "@/lib/parse-input";
import { shownShape } from "./foreign";
import { removeForeign, removeReason } from "./remove-foreign";

const shape = z.object({
  statements: z
    .array(z.object(shownShape))
    .min(1, "Select at least one statement.")
    .max(mostSelected, `At most ${mostSelected} at a time.`),
  reason: removeReason,
});

/** What became of one of several statements. */
export interface Outcome {
  /** Its row's. */
  id: string;
  /** Why it is not removed; null when it is. */
  failure: Failure | null;
}

/**
 * Removes several statements that somebody made in AWS, each by itself, as `removeForeign` does one: one request, one
 * transaction and its own events a statement. One that can't be removed does not hold up the others.
 * @param input statements (each its row's ID, and the element on the screen), and the reason for all of them
 * @returns what became of each, in the order they were given
 * @throws XaccountError Invalid when nothing was tried
 */
export async function removeSelected(actor: Actor, input: unknown): Promise<Outcome[]> {
  const { statements, reason } = parseInput(shape, input, "None of them was removed; see below.");
  const byId = new Map(statements.map((one) => [one.statementId, one]));
  const outcomes: Outcome[] = [];
  for (const [id, one] of byId) {
    // One after the other: each reads its policy anew, and several may be of one policy.
    const failure = await removeForeign(actor, { ...one, reason }).then(() => null, toFailure);
    outcomes.push({ id, failure });
  }
  return outcomes;
}

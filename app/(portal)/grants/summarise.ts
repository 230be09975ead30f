import type { Failure } from "@/lib/errors";

/**
 * What to say of several at once: how many are on their way, and of the others why not.
 * @param done what is done with them: "revoked"
 */
export function summarise(
  outcomes: { id: string; failure: Failure | null }[],
  done: string,
): { done: string; refused?: Record<string, string> } {
  const refused = outcomes.flatMap(({ id, failure }) => (failure ? [[id, failure.sentence] as const] : []));
  const count = outcomes.length - refused.length;
  const going =
    count === 0 ? `None was ${done}.` : `${count} ${count === 1 ? "is" : "are"} being ${done} now.`;
  if (refused.length === 0) return { done: going };
  const not = count === 0 ? "Each row says why." : `${refused.length} not: each row says why.`;
  return { done: `${going} ${not}`, refused: Object.fromEntries(refused) };
}

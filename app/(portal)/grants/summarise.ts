import type { Outcome } from "@/lib/grants/revoke-selected";

/** What to say of several grants at once: how many are on their way, and of the others why not. */
export function summarise(outcomes: Outcome[]): { done: string; refused?: Record<string, string> } {
  const refused = outcomes.flatMap(({ grantId, failure }) =>
    failure ? [[grantId, failure.sentence] as const] : [],
  );
  const done = outcomes.length - refused.length;
  const going = done === 0 ? "None was revoked." : `${done} ${done === 1 ? "is" : "are"} being revoked now.`;
  if (refused.length === 0) return { done: going };
  const not = done === 0 ? "Each row says why." : `${refused.length} not: each row says why.`;
  return { done: `${going} ${not}`, refused: Object.fromEntries(refused) };
}

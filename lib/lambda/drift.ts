import { isOrphaned } from "./orphaned";
import { sameStatement } from "./statement";

/** How what stands differs from what was granted. */
export const driftKinds = [
  "missing",
  "replaced",
  "altered",
  "principal_orphaned",
  "alias_gone",
  "function_recreated",
  "function_gone",
] as const;
export type DriftKind = (typeof driftKinds)[number];

/** What is known of a grant's target and statement now. */
export interface Standing {
  /** Whether AWS still has the function, and its alias or version. */
  hasFunction: boolean;
  hasTarget: boolean;
  /** Whether the function was deleted and made anew since: what was granted was on another. */
  isAnother: boolean;
  /** The target's policy; null when there is none. */
  policy: string | null;
  /** The statement of the grant's ID in it; null when it is not there. */
  found: string | null;
}

/** AddPermission's documents carry this ID; a document that somebody put whole seldom does. */
const isPutWhole = (policy: string) => !/"Id"\s*:\s*"default"/.test(policy);

/**
 * How a target differs from what was granted on it; null when it does not.
 * @param granted the statement as AWS returned it when it was applied
 */
export function driftOf(
  granted: string,
  { hasFunction, hasTarget, isAnother, policy, found }: Standing,
): DriftKind | null {
  if (!hasFunction) return "function_gone";
  if (isAnother) return "function_recreated";
  if (!hasTarget) return "alias_gone";
  if (found === null) return policy !== null && isPutWhole(policy) ? "replaced" : "missing";
  if (sameStatement(found, granted)) return null;
  return isOrphaned(found, granted) ? "principal_orphaned" : "altered";
}

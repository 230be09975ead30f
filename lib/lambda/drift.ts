import { z } from "zod";
import { canonical } from "./canonical";
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
  /** The policy that the statement was in when it was applied; null when that is not known. */
  before: string | null;
}

/** What a document says beside its statements, as text in which equals are equal; null when it is no document. */
function frameOf(policy: string): string | null {
  try {
    const { Statement: _, ...frame } = z.record(z.string(), z.unknown()).parse(JSON.parse(policy));
    return canonical(frame);
  } catch {
    return null;
  }
}

/** What AddPermission gives a document that it begins. */
const begun = frameOf('{"Version":"2012-10-17","Id":"default"}');

/**
 * Whether somebody put the document whole since: adding and removing permissions leaves alone what it says beside its
 * statements. One that was put with the same beside them can't be told from it by what stands.
 */
function isPutWhole(policy: string, before: string | null): boolean {
  const frame = frameOf(policy);
  return frame !== begun && (before === null || frame !== frameOf(before));
}

/** What went with the whole function, or with the whole policy; a removal is what neither is. */
const shownBy: [call: string, drift: DriftKind][] = [
  ["CreateFunction", "function_recreated"],
  ["PutResourcePolicy", "replaced"],
];

/**
 * How a statement went, as people are shown it: a call that an event told of decides between one that was removed, one
 * that went with its policy and one that went with its function, which what stands can't always tell. Nothing but words
 * depends on it, so that it does not matter whether events arrive.
 * @param event the call as CloudTrail names it; null when none was told of
 */
export function shownDrift(drift: string, event: string | null): string {
  if (event === null || (drift !== "missing" && drift !== "replaced")) return drift;
  return shownBy.find(([call]) => event.startsWith(call))?.[1] ?? "missing";
}

/**
 * How a target differs from what was granted on it; null when it does not.
 * @param granted the statement as AWS returned it when it was applied
 */
export function driftOf(
  granted: string,
  { hasFunction, hasTarget, isAnother, policy, found, before }: Standing,
): DriftKind | null {
  if (!hasFunction) return "function_gone";
  if (!hasTarget) return "alias_gone";
  if (found !== null && !sameStatement(found, granted))
    return isOrphaned(found, granted) ? "principal_orphaned" : "altered";
  // With the statement there, too: somebody put it, but what was granted was on another function.
  if (isAnother) return "function_recreated";
  if (found !== null) return null;
  return policy !== null && isPutWhole(policy, before) ? "replaced" : "missing";
}

import type { FunctionState, Policy } from "../types";

interface Hidden {
  qualifier: string;
  /** What reads see meanwhile. */
  before: Policy | undefined;
  /** Milliseconds since the epoch. */
  until: number;
}

/** Writes that reads don't see yet, in their order. Beside the state, which knows only what is true. */
const hidden = new WeakMap<FunctionState, Hidden[]>();

/**
 * Writes a policy (undefined: takes it away), and hides that from reads for a while.
 * @param visibilityMs 0: seen at once
 */
export function writePolicy(
  fn: FunctionState,
  qualifier: string,
  policy: Policy | undefined,
  visibilityMs: number,
): void {
  if (visibilityMs > 0) {
    const now = Date.now();
    const kept = (hidden.get(fn) ?? []).filter((one) => one.until > now);
    hidden.set(fn, [...kept, { qualifier, before: fn.policies[qualifier], until: now + visibilityMs }]);
  }
  if (policy) fn.policies[qualifier] = policy;
  else delete fn.policies[qualifier];
}

/** A qualifier that is gone has nothing left to show. */
export function forgetHidden(fn: FunctionState, qualifier: string): void {
  const kept = hidden.get(fn)?.filter((one) => one.qualifier !== qualifier);
  if (kept) hidden.set(fn, kept);
}

/** The policy as reads and authorization see it: what stood before the oldest write that is still hidden. */
export function shownPolicy(fn: FunctionState, qualifier: string): Policy | undefined {
  const oldest = hidden.get(fn)?.find((one) => one.qualifier === qualifier && one.until > Date.now());
  if (oldest) return oldest.before;
  return Object.hasOwn(fn.policies, qualifier) ? fn.policies[qualifier] : undefined;
}

import { z } from "zod";
import { faultKinds, ofWrites, policyWrites, type Fault } from "./faults";
import { seededRandom } from "./random";

const milliseconds = z.number().int().min(0).max(600_000);

/**
 * What befalls calls until another plan is set. `rate` is the share of Lambda calls (of `operations` and by callers of
 * `accounts` when given) that one of `kinds` befalls, drawn from `seed`; `concurrent` and `delayed` befall writes of
 * policies alone. `weights` says how often one of them is drawn for each time another is: 1 where it says nothing.
 * `visibilityMs` hides every write of a policy from reads for so long, and `delayedMs` one that `delayed` befalls, except
 * from a share `flicker` of them; `writeMs` is how long each takes, while others of the same function are answered 409.
 */
export const faultPlan = z.strictObject({
  seed: z.number().int().default(1),
  rate: z.number().min(0).max(1).default(0),
  kinds: z
    .array(z.enum(faultKinds))
    .min(1)
    .default([...faultKinds]),
  weights: z.partialRecord(z.enum(faultKinds), z.number().min(0)).default({}),
  operations: z.array(z.string()).optional(),
  accounts: z.array(z.string()).optional(),
  visibilityMs: milliseconds.default(0),
  delayedMs: milliseconds.default(1500),
  flicker: z.number().min(0).max(1).default(0),
  writeMs: milliseconds.default(0),
});
/** A plan as it is given; an empty one befalls nothing. */
export type FaultPlan = z.input<typeof faultPlan>;

/** The plan that holds, with what it did so far. */
export interface FaultReport {
  plan: z.output<typeof faultPlan>;
  /** Calls that a fault could have befallen. */
  calls: number;
  /** What the plan did, by kind. */
  injected: Partial<Record<Fault, number>>;
}

/** @param chance from 0 up to 1. @returns null when none has any weight */
function pick(kinds: Fault[], weights: FaultReport["plan"]["weights"], chance: number): Fault | null {
  const weightOf = (kind: Fault) => weights[kind] ?? 1;
  let left = chance * kinds.reduce((sum, kind) => sum + weightOf(kind), 0);
  return kinds.find((kind) => (left -= weightOf(kind)) < 0) ?? null;
}

/** The plan in force. Setting one starts its numbers and its counts anew, so that a run can be repeated. */
export function startFaults(first: FaultPlan = {}) {
  let plan: FaultReport["plan"];
  let draw: () => number;
  let flicker: () => number;
  let calls: number;
  let injected: FaultReport["injected"];
  const set = (next: FaultPlan) => {
    plan = faultPlan.parse(next);
    draw = seededRandom(plan.seed);
    flicker = seededRandom(~plan.seed);
    calls = 0;
    injected = {};
  };
  set(first);
  return {
    set,
    plan: () => plan,
    report: (): FaultReport => ({ plan, calls, injected: { ...injected } }),
    /** Whether a read sees what is hidden from others. */
    flickers: () => plan.flicker > 0 && flicker() < plan.flicker,
    /** What befalls a call of an operation by the plan. @param accountId the caller's */
    draw: (operation: string, accountId: string): Fault | null => {
      if (plan.operations && !plan.operations.includes(operation)) return null;
      if (plan.accounts && !plan.accounts.includes(accountId)) return null;
      const kinds = plan.kinds.filter((kind) => !ofWrites.has(kind) || policyWrites.has(operation));
      if (kinds.length === 0) return null;
      calls += 1;
      if (plan.rate === 0 || draw() >= plan.rate) return null;
      const kind = pick(kinds, plan.weights, draw());
      if (kind) injected[kind] = (injected[kind] ?? 0) + 1;
      return kind;
    },
  };
}
export type Faults = ReturnType<typeof startFaults>;

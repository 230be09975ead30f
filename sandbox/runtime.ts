import type { Faults } from "./fault-plan";
import type { PolicyWrites } from "./policy-writes";
import type { Quotas } from "./quotas";
import type { State } from "./types";

/** What a running sandbox holds: the state, which is kept, and beside it what ends with the process. */
export interface Runtime {
  state: State;
  faults: Faults;
  writes: PolicyWrites;
  quotas: Quotas;
  /** How long a policy write takes when the plan doesn't say, in milliseconds. */
  writeMs: number;
}

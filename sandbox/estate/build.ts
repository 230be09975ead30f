import type { State } from "../types";
import { everyday } from "./everyday";
import { addFunction } from "./function";
import { addIdentities } from "./identities";
import { addOrganization } from "./organization";
import { special } from "./special";

/**
 * A state to start with: `empty` knows nothing; `demo` is an organization as one meets it in life, the same on every
 * start.
 */
export function buildEstate(kind: "empty" | "demo"): State {
  const state: State = { organizationId: "o-demo0000xacc", accounts: {}, sessions: {} };
  if (kind === "empty") return state;
  addIdentities(state);
  addOrganization(state);
  for (const shape of [...special, ...everyday]) addFunction(state, shape);
  return state;
}

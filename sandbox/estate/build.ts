import type { State } from "../types";
import { addBulk, bulkAccounts, type BulkShape } from "./bulk";
import { everyday } from "./everyday";
import { addFunction } from "./function";
import { addIdentities, readAccounts, type EstateAccount } from "./identities";
import { addOrganization } from "./organization";
import { special } from "./special";

/** What a sandbox can start with. */
export type EstateKind = "empty" | "demo" | BulkShape;

const organizationId = "o-demo0000xacc";

/**
 * A state to start with: `empty` knows nothing; `demo` is an organization as one meets it in life; `bulk` is a large
 * one. Each is the same on every start.
 */
export function buildEstate(kind: EstateKind): State {
  const state: State = { organizationId, accounts: {}, sessions: {} };
  if (kind === "demo") {
    addIdentities(state);
    addOrganization(state);
    for (const shape of [...special, ...everyday]) addFunction(state, shape);
  } else if (kind !== "empty") addBulk(state, kind);
  return state;
}

/** An estate's accounts, as the product imports them (`xaccount accounts import`). */
export function accountsOf(kind: EstateKind): EstateAccount[] {
  if (kind === "empty") return [];
  return kind === "demo" ? readAccounts() : bulkAccounts(kind, organizationId);
}

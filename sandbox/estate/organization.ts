import { accountOf } from "../accounts";
import type { State } from "../types";
import { home } from "./identities";

const others: [id: string, name: string, state: "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE"][] = [
  ["999900001111", "management", "ACTIVE"],
  ["888899990000", "research", "ACTIVE"],
  ["333322221111", "checkout (closed)", "SUSPENDED"],
];

/**
 * The organization around the estate: who manages it, that the product's home is its delegated administrator, and
 * accounts that nobody connected, one of them closed.
 */
export function addOrganization(state: State): void {
  const [[managementAccountId]] = others as [(typeof others)[number]]; // written above
  state.organization = { managementAccountId, delegatedAdministrators: [home] };
  for (const [id, name, accountState] of others) {
    Object.assign(accountOf(state, id), { name, inOrganization: true });
    accountOf(state, id).membership = {
      state: accountState,
      joinedMethod: id === managementAccountId ? "INVITED" : "CREATED",
      joinedAt: "2024-11-04T09:30:00.000Z",
    };
  }
}

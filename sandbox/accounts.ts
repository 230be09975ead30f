import type { AccountState, State } from "./types";

/** The account with this ID, made empty and outside the organization when nobody used it before. */
export function accountOf(state: State, accountId: string): AccountState {
  return (state.accounts[accountId] ??= {
    id: accountId,
    name: `account-${accountId}`,
    inOrganization: false,
    roles: {},
    users: {},
    regions: {},
  });
}

/** The organization's ID when the account belongs to it. */
export function organizationOf(state: State, accountId: string): string | undefined {
  return state.accounts[accountId]?.inOrganization ? state.organizationId : undefined;
}

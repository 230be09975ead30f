import type { State } from "../types";

/** What happens to every policy when a role or user is deleted: where its ARN stood, its unique ID stands. */
export function orphanPrincipal(state: State, arn: string, uniqueId: string): void {
  for (const account of Object.values(state.accounts)) {
    for (const region of Object.values(account.regions)) {
      for (const fn of Object.values(region.functions)) {
        for (const policy of Object.values(fn.policies)) {
          const text = JSON.stringify(policy.document).replaceAll(
            JSON.stringify(arn),
            JSON.stringify(uniqueId),
          );
          policy.document = JSON.parse(text) as typeof policy.document; // the same document but for the text replaced
        }
      }
    }
  }
}

import type { GrantState } from "@/lib/db/generated/client";
import type { StepFailure } from "./failure";

/** Yes, or no with the reason a disabled button shows. */
export type Can = { ok: true } | { ok: false; reason: string };

const yes: Can = { ok: true };
const no = (reason: string): Can => ({ ok: false, reason });

interface Facts {
  state: GrantState;
  failure: StepFailure | null;
}

/** What a grant's state lets be done with it; who may is for the rules to say (lib/identity/may.ts). */
export const grantCan = {
  revoke({ state, failure }: Facts): Can {
    if (state === "active") return yes;
    if (state === "applying")
      return no("It is being applied. Once it is active, or has failed, it can be revoked.");
    if (state === "failed")
      return failure?.step === "revoke" ? no("Revoking it failed; try that again.") : yes;
    return no(state === "revoking" ? "It is already being revoked." : "It has already ended.");
  },
  retry({ state, failure }: Facts): Can {
    if (state === "failed") return yes;
    if (failure && (state === "applying" || state === "revoking")) return yes;
    return no("Nothing failed that could be tried again.");
  },
};

import type { GrantState } from "@/lib/db/generated/client";
import type { StepFailure } from "./failure";

/** Yes, or no with the reason a disabled button shows. */
export type Can = { ok: true } | { ok: false; reason: string };

const yes: Can = { ok: true };
const no = (reason: string): Can => ({ ok: false, reason });

interface Facts {
  state: GrantState;
  failure: StepFailure | null;
  /** How what stands in AWS differs from what was granted; null when it does not. */
  drift: string | null;
}

/** What can be put back by writing the statement again. */
const removed = ["missing", "replaced"];

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
  restore({ state, drift }: Facts): Can {
    if (state === "active" && drift && removed.includes(drift)) return yes;
    if (drift === "altered")
      return no("The statement is there, and was changed. Revoke it, or accept it; then ask anew.");
    return no(
      drift ? "What it was granted on is gone; there is nothing to write it to." : "It stands as granted.",
    );
  },
  accept({ state, drift }: Facts): Can {
    return state === "active" && drift ? yes : no("It stands as granted.");
  },
};

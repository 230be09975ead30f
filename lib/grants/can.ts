import type { GrantOrigin, GrantState } from "@/lib/db/generated/client";
import type { StepFailure } from "./failure";

/** Yes, or no with the reason a disabled button shows. */
export type Can = { ok: true } | { ok: false; reason: string };

const yes: Can = { ok: true };
const no = (reason: string): Can => ({ ok: false, reason });

/** What decides what can be done with a grant. */
export interface GrantFacts {
  state: GrantState;
  failure: StepFailure | null;
  /** How what stands in AWS differs from what was granted; null when it does not. */
  drift: string | null;
  origin: GrantOrigin;
}

/** What can be put back by writing the statement again. */
const removed = ["missing", "replaced", "function_recreated"];
/** What stands instead of the statement that was granted. */
const changed = ["altered", "principal_orphaned"];

/** What a grant's state lets be done with it; who may is for the rules to say (lib/identity/may.ts). */
export const grantCan = {
  revoke({ state }: GrantFacts): Can {
    if (state === "active" || state === "applying" || state === "failed") return yes;
    return no(state === "revoking" ? "It is already being revoked." : "It has already ended.");
  },
  retry({ state, failure }: GrantFacts): Can {
    if (state === "failed") return yes;
    if (failure && (state === "applying" || state === "revoking")) return yes;
    return no("Nothing failed that could be tried again.");
  },
  restore({ state, drift, origin }: GrantFacts): Can {
    if (state === "active" && drift && removed.includes(drift))
      return origin === "written"
        ? yes
        : no(
            "It was adopted, not written here. Accept that it is over; then ask for it, or adopt what stands by then.",
          );
    if (drift === "altered")
      return no("The statement is there, and was changed. Revoke it, or accept it; then ask anew.");
    return no(
      drift ? "What it was granted on is gone; there is nothing to write it to." : "It stands as granted.",
    );
  },
  /** To keep what was adopted for longer. What was written here is asked for anew instead. */
  keep({ state, drift, origin }: GrantFacts): Can {
    if (origin === "written") return no("It was written here: ask for it anew.");
    if (state === "active" && drift === null) return yes;
    return no(drift ? "It no longer stands as it was adopted." : "It has ended, or is about to.");
  },
  accept({ state, drift }: GrantFacts): Can {
    return state === "active" && drift ? yes : no("It stands as granted.");
  },
  /** To remove what stands under its statement ID though it is not what was granted. */
  remove({ state, drift, failure }: GrantFacts): Can {
    if (state === "active" && drift && changed.includes(drift)) return yes;
    if (state === "revoking" && failure?.code === "Conflict") return yes;
    return no("What stands is what was granted: revoke it.");
  },
};

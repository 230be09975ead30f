import type { GrantItem } from "@/components/grants/grant-line";
import type { Grant } from "@/lib/db/generated/client";
import { grantCan } from "@/lib/grants/can";
import { findFailure } from "@/lib/grants/failure";
import { may } from "@/lib/identity/may";
import type { Actor } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";

/** Whom the rules look at besides the grant itself. */
export interface GrantPeople {
  requesterId: string;
  approverId: string | null;
  owners: string[];
}

/** A grant as pages show it, with why its buttons can't be used. */
export function grantItem(
  actor: Actor,
  grant: Grant,
  { requesterId, approverId, owners }: GrantPeople,
): GrantItem {
  const failure = findFailure(grant.failure);
  const { accountId, region, functionName: name, state } = grant;
  const reason = (step: keyof typeof grantCan) => {
    const can = grantCan[step]({ state, failure, drift: grant.drift });
    if (!can.ok) return can.reason;
    // To accept that it is gone is to take it back.
    const answer = may(actor, step === "accept" ? "revoke" : step, {
      type: "Grant",
      id: grant.id,
      requesterId,
      approverId,
      function: { accountId, region, name, owners },
    });
    return answer.ok ? null : answer.reason;
  };
  return {
    ...grant,
    failure,
    what: targetName(name, grant.qualifier),
    whom: grant.principal,
    reasons: {
      revoke: reason("revoke"),
      retry: reason("retry"),
      restore: reason("restore"),
      accept: reason("accept"),
    },
  };
}

import type { GrantItem } from "@/components/grants/grant-line";
import type { Grant } from "@/lib/db/generated/client";
import { grantCan } from "@/lib/grants/can";
import { findFailure } from "@/lib/grants/failure";
import { may } from "@/lib/identity/may";
import type { Actor, Step } from "@/lib/identity/types";
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
  const reason = (step: Step & ("revoke" | "retry")) => {
    const can = grantCan[step]({ state, failure });
    if (!can.ok) return can.reason;
    const answer = may(actor, step, {
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
    reasons: { revoke: reason("revoke"), retry: reason("retry") },
  };
}

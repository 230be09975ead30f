import type { GrantItem } from "@/components/grants/grant-line";
import type { Grant } from "@/lib/db/generated/client";
import { grantCan } from "@/lib/grants/can";
import { factsOf } from "@/lib/grants/live";
import { may } from "@/lib/identity/may";
import type { Actor } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";

/** Whom the rules look at besides the grant itself. */
export interface GrantPeople {
  requesterId: string;
  approverId: string | null;
  owners: string[];
}

/** A grant with what justifies it now. */
export type JustifiedGrant = Grant & {
  justifications: {
    requestId: number;
    expiresAt: Date | null;
    request: { requesterId: string; requester: { name: string } };
  }[];
};

/** A grant as pages show it, with why its buttons can't be used. */
export function grantItem(
  actor: Actor,
  grant: JustifiedGrant,
  { requesterId, approverId, owners }: GrantPeople,
): GrantItem {
  const facts = factsOf(grant);
  const { accountId, region, functionName: name } = grant;
  const requesterIds = grant.justifications.map(({ request }) => request.requesterId);
  const reason = (step: "revoke" | "retry" | "restore" | "accept") => {
    const can = grantCan[step](facts);
    if (!can.ok) return can.reason;
    // To accept that it is gone is to take it back.
    const answer = may(actor, step === "accept" ? "revoke" : step, {
      type: "Grant",
      id: grant.id,
      requesterId,
      requesterIds: requesterIds.length > 0 ? requesterIds : [requesterId],
      approverId,
      function: { accountId, region, name, owners },
    });
    return answer.ok ? null : answer.reason;
  };
  return {
    ...grant,
    failure: facts.failure,
    reliedOnBy: grant.justifications.map(({ requestId, expiresAt, request }) => ({
      requestId,
      requesterName: request.requester.name,
      expiresAt,
    })),
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

import type { GrantItem } from "@/components/grants/grant-line";
import type { Grant } from "@/lib/db/generated/client";
import { grantCan } from "@/lib/grants/can";
import { factsOf } from "@/lib/grants/live";
import { may } from "@/lib/identity/may";
import type { Actor } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";
import { paths } from "@/lib/paths";
import { renewPath } from "../requests/renew-path";

/** Whom the rules look at besides the grant itself, and what was asked. */
export interface GrantPeople {
  requesterId: string;
  approverId: string | null;
  owners: string[];
  /** What was asked, for another request like it. */
  asked: { reason: string; durationDays: number | null };
}

/** A grant with what justifies it now. */
export type JustifiedGrant = Grant & {
  justifications: {
    requestId: number;
    expiresAt: Date | null;
    request: { requesterId: string; requester: { name: string } };
  }[];
};

type Button = keyof GrantItem["reasons"];

/** To accept that it is gone is to take it back. */
const grantSteps = { revoke: "revoke", retry: "retry", restore: "restore", accept: "revoke" } as const;
/** What somebody else made is for whoever answers for the function. */
const functionSteps = { keep: "adopt", remove: "removeStatement" } as const;

/** A new request with a grant's facts; what was adopted is kept for longer on its page. */
function renewHref(grant: Grant, { reason, durationDays }: GrantPeople["asked"]): string {
  const { functionId, qualifier, action, principal, origin, requestId } = grant;
  if (origin === "adopted") return paths.request(requestId);
  return renewPath({ functionId, qualifier, action, principal, reason, durationDays });
}

/**
 * A grant as pages show it, with why its buttons can't be used.
 * @param found what stands in AWS in its way, or under its ID, and why it is not tried again where another stands for the
 * same; absent where it is not shown
 */
export function grantItem(
  actor: Actor,
  grant: JustifiedGrant,
  { requesterId, approverId, owners, asked }: GrantPeople,
  { instead, ...found }: Pick<GrantItem, "standing" | "blockers"> & { instead: string | null } = {
    ...{ standing: null, blockers: [], instead: null },
  },
): GrantItem {
  const facts = factsOf(grant);
  const { accountId, region, functionName: name } = grant;
  const fn = { accountId, region, name, owners };
  const requesterIds = grant.justifications.map(({ request }) => request.requesterId);
  const resource = {
    ...{ type: "Grant" as const, id: grant.id, requesterId, approverId, function: fn },
    requesterIds: requesterIds.length > 0 ? requesterIds : [requesterId],
  };
  const reason = (button: Button) => {
    const can = grantCan[button](facts);
    if (!can.ok) return can.reason;
    const answer =
      button === "keep" || button === "remove"
        ? may(actor, functionSteps[button], { type: "Function", ...fn })
        : may(actor, grantSteps[button], resource);
    if (!answer.ok) return answer.reason;
    return button === "retry" ? instead : null;
  };
  return {
    ...{ ...grant, ...found, failure: facts.failure },
    reliedOnBy: grant.justifications.map(({ requestId, expiresAt, request }) => ({
      requestId,
      requesterName: request.requester.name,
      expiresAt,
    })),
    what: targetName(name, grant.qualifier),
    whom: grant.principal,
    renewHref: renewHref(grant, asked),
    reasons: {
      revoke: reason("revoke"),
      retry: reason("retry"),
      restore: reason("restore"),
      accept: reason("accept"),
      keep: reason("keep"),
      remove: reason("remove"),
    },
  };
}

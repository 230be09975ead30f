import type { GrantItem } from "@/components/grants/grant-line";
import type { Grant } from "@/lib/db/generated/client";
import { grantCan } from "@/lib/grants/can";
import type { Found } from "@/lib/grants/found";
import { factsOf } from "@/lib/grants/live";
import { mayRestore, type StandsFor } from "@/lib/grants/may-restore";
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
  justifications: (StandsFor & { request: { requester: { name: string } } })[];
};

type Button = keyof GrantItem["reasons"];

/** To accept that it is gone is to take it back. */
const grantSteps = { revoke: "revoke", retry: "retry", accept: "revoke" } as const;
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
 * @param found what stands in AWS in its way, or under its ID, why it is not tried again where another stands for the
 * same, and why AWS would not take it again; absent where it is not shown
 */
export function grantItem(
  actor: Actor,
  grant: JustifiedGrant,
  { requesterId, approverId, owners, asked }: GrantPeople,
  { instead, full, ...found }: Pick<GrantItem, "standing" | "blockers"> & Pick<Found, "instead" | "full"> = {
    ...{ standing: null, blockers: [], instead: null, full: null },
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
  const ask = (button: Button) => {
    if (button === "restore") return mayRestore(actor, resource, grant);
    if (button === "keep" || button === "remove")
      return may(actor, functionSteps[button], { type: "Function", ...fn });
    return may(actor, grantSteps[button], resource);
  };
  const reason = (button: Button) => {
    const can = grantCan[button](facts);
    if (!can.ok) return can.reason;
    const answer = ask(button);
    if (!answer.ok) return answer.reason;
    if (button === "restore") return full;
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

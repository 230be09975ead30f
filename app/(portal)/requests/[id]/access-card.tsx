import { GrantLine } from "@/components/grants/grant-line";
import { Card } from "@/components/ui/card";
import { TimeAgo } from "@/components/ui/time-ago";
import { env } from "@/lib/env";
import { findFound } from "@/lib/grants/found";
import type { Actor } from "@/lib/identity/types";
import type { RequestDetail } from "@/lib/requests/get";
import { foreignItems } from "../../functions/[id]/foreign-items";
import { accept, keep, removeBlocker, removeStanding, restore, retry, revoke } from "../../grants/actions";
import { grantItem } from "../../grants/grant-item";

/** What a request came to, as read back from AWS; nothing before it is approved. */
export async function AccessCard({
  actor,
  request,
  now,
  signInHref,
}: {
  actor: Actor;
  request: RequestDetail;
  now: string;
  signInHref: string;
}) {
  const { grants, justifications, requesterId, reviews, function: fn } = request;
  if (grants.length === 0) return null;
  const approverId = reviews.find((one) => one.verdict === "approve")?.reviewerId ?? null;
  const people = { requesterId, approverId, owners: fn.owners, asked: request };
  const found = await findFound(grants);
  const foreignOf = foreignItems(actor, fn);
  const foundOf = ({ id, qualifier }: (typeof grants)[number]) => {
    const { standing = null, blockers = [], instead = null, full = null } = found.get(id) ?? {};
    const items = blockers.map((blocker) => ({
      ...foreignOf({ qualifier, statements: blockers }, blocker),
      requestId: blocker.requestId,
    }));
    return { standing, blockers: items, instead, full };
  };
  return (
    <Card title="Access" note="as read back from AWS">
      {justifications.map(({ itemId, endedAt, endReason, grant }) =>
        endedAt && (grant.state === "active" || grant.state === "applying") ? (
          <p key={itemId} className="mb-3 border-l-2 border-border-strong pl-2.5 text-sm">
            This request ended <TimeAgo at={endedAt.toISOString()} now={now} />
            {endReason ? ` (“${endReason}”)` : ""}. The statement stays, since others rely on it.
          </p>
        ) : null,
      )}
      {grants.map((grant) => (
        <GrantLine
          key={grant.id}
          grant={grantItem(actor, grant, people, foundOf(grant))}
          now={now}
          actions={{ revoke, retry, restore, accept, keep, remove: removeStanding, removeBlocker }}
          maxDays={env().XACCOUNT_MAX_DAYS}
          signInHref={signInHref}
        />
      ))}
    </Card>
  );
}

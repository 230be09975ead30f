import { GrantLine } from "@/components/grants/grant-line";
import { Card } from "@/components/ui/card";
import type { Actor } from "@/lib/identity/types";
import type { RequestDetail } from "@/lib/requests/get";
import { accept, restore, retry, revoke } from "../../grants/actions";
import { grantItem } from "../../grants/grant-item";

/** What a request came to, as read back from AWS; nothing before it is approved. */
export function AccessCard({
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
  const { grants, requesterId, reviews, function: fn } = request;
  if (grants.length === 0) return null;
  const approverId = reviews.find((one) => one.verdict === "approve")?.reviewerId ?? null;
  return (
    <Card title="Access" note="as read back from AWS">
      {grants.map((grant) => (
        <GrantLine
          key={grant.id}
          grant={grantItem(actor, grant, { requesterId, approverId, owners: fn.owners })}
          now={now}
          actions={{ revoke, retry, restore, accept }}
          signInHref={signInHref}
        />
      ))}
    </Card>
  );
}

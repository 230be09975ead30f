import { RequestState } from "@/components/requests/request-state";
import { ActionForm } from "@/components/ui/action-form";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeAgo } from "@/components/ui/time-ago";
import { targetName } from "@/lib/lambda/arn";
import { describePrincipal } from "@/lib/lambda/principal";
import type { RequestDetail } from "@/lib/requests/get";
import type { Reasons } from "@/lib/requests/reasons";
import { principalOf } from "@/lib/requests/resource";
import { withdraw } from "./actions";

/** Who wants what, where it stands, and what can be done with the whole of it. */
export function RequestHeader({
  request,
  reasons,
  now,
  signInHref,
}: {
  request: RequestDetail;
  reasons: Reasons;
  now: string;
  signInHref: string;
}) {
  const { id, state, items, principal, requester, createdAt, function: fn } = request;
  const first = items[0];
  return (
    <PageHeader
      title={
        <>
          <span className="font-mono text-[0.92em]">
            {first ? targetName(fn.name, first.qualifier) : fn.name}
          </span>{" "}
          for{" "}
          {describePrincipal(principalOf(principal))
            .replace(/^Any identity in|^The /, "")
            .trim()}
        </>
      }
      sub={
        <span className="flex flex-wrap items-center gap-2">
          <RequestState state={state} /> Request {id} by {requester.name},{" "}
          <TimeAgo at={createdAt.toISOString()} now={now} />
        </span>
      }
      actions={
        state === "pending" ? (
          <ActionForm action={withdraw} signInHref={signInHref} label="Withdraw">
            <input type="hidden" name="requestId" value={id} />
            <SubmitButton variant="default" busy="Withdrawing…" reason={reasons.withdraw}>
              Withdraw
            </SubmitButton>
          </ActionForm>
        ) : null
      }
    />
  );
}

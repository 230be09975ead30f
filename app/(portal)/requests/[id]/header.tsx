import { GlassButton } from "@/components/requests/glass-button";
import { isOwed, RequestState } from "@/components/requests/request-state";
import { ActionForm } from "@/components/ui/action-form";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeAgo } from "@/components/ui/time-ago";
import { env } from "@/lib/env";
import { targetName } from "@/lib/lambda/arn";
import { describePrincipal } from "@/lib/lambda/principal";
import type { RequestDetail } from "@/lib/requests/get";
import type { Reasons } from "@/lib/requests/reasons";
import { principalOf } from "@/lib/requests/resource";
import { applyByBreakGlass, withdraw } from "./actions";

/** Who wants what, where it stands, and what can be done with the whole of it. */
export function RequestHeader({
  request,
  reasons,
  analysisHash,
  now,
  signInHref,
}: {
  request: RequestDetail;
  reasons: Reasons;
  /** Of what is on the screen. */
  analysisHash: string;
  now: string;
  signInHref: string;
}) {
  const { id, state, items, principal, requester, createdAt, function: fn } = request;
  const first = items[0];
  const what = first ? targetName(fn.name, first.qualifier) : fn.name;
  return (
    <PageHeader
      title={
        <>
          <span className="font-mono text-[0.92em]">{what}</span> for{" "}
          {describePrincipal(principalOf(principal))
            .replace(/^Any identity in|^The /, "")
            .trim()}
        </>
      }
      sub={
        <span className="flex flex-wrap items-center gap-2">
          <RequestState state={state} owed={isOwed(request)} /> Request {id} by {requester.name},{" "}
          <TimeAgo at={createdAt.toISOString()} now={now} />
        </span>
      }
      actions={
        state === "pending" ? (
          <>
            <GlassButton
              action={applyByBreakGlass}
              requestId={id}
              {...{ analysisHash, what, signInHref }}
              whom={principal}
              owners={fn.owners.length > 0 ? fn.owners : ["Administrators"]}
              hours={env().XACCOUNT_BREAK_GLASS_HOURS}
              reason={reasons.breakGlass}
            />
            <ActionForm action={withdraw} signInHref={signInHref} label="Withdraw">
              <input type="hidden" name="requestId" value={id} />
              <SubmitButton variant="default" busy="Withdrawing…" reason={reasons.withdraw}>
                Withdraw
              </SubmitButton>
            </ActionForm>
          </>
        ) : null
      }
    />
  );
}

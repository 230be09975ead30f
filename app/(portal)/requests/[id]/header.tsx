import { isOwed, RequestState } from "@/components/requests/request-state";
import { PageHeader } from "@/components/ui/page-header";
import { TimeAgo } from "@/components/ui/time-ago";
import { targetName } from "@/lib/lambda/arn";
import { describePrincipal } from "@/lib/lambda/principal";
import { principalOf } from "@/lib/requests/resource";
import { DecidedActions, PendingActions, type ActionProps } from "./header-actions";

/** Who wants what, where it stands, and what can be done with the whole of it. */
export function RequestHeader(props: Omit<ActionProps, "what">) {
  const { request, now } = props;
  const { id, state, items, principal, requester, createdAt, function: fn } = request;
  const first = items[0];
  const what = first ? targetName(fn.name, first.qualifier) : fn.name;
  const all = { ...props, what };
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
      actions={state === "pending" ? <PendingActions {...all} /> : <DecidedActions {...all} />}
    />
  );
}

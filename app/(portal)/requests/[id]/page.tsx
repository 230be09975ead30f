import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { GrantLine } from "@/components/grants/grant-line";
import { DecideCard } from "@/components/requests/decide-card";
import { HandOffCard } from "@/components/requests/hand-off-card";
import { ItemCard } from "@/components/requests/item-card";
import { RequestState } from "@/components/requests/request-state";
import { ActionForm } from "@/components/ui/action-form";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { Flash } from "@/components/ui/flash";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeAgo } from "@/components/ui/time-ago";
import { listEvents } from "@/lib/audit/list";
import { toFailure } from "@/lib/failure";
import { may, whoCan } from "@/lib/identity/may";
import type { Step } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";
import { durationText } from "@/lib/lambda/duration";
import { handOff } from "@/lib/lambda/handoff";
import { policyLimitBytes } from "@/lib/lambda/policy";
import { describePrincipal } from "@/lib/lambda/principal";
import { paths } from "@/lib/paths";
import { requestCan } from "@/lib/requests/can";
import { analyseRequest, findRequest } from "@/lib/requests/get";
import { principalOf, resourceOf } from "@/lib/requests/resource";
import { requireActor } from "../../../require-actor";
import { accept, restore, retry, revoke } from "../../grants/actions";
import { grantItem } from "../../grants/grant-item";
import { review, withdraw } from "./actions";
import { RulesCard } from "./rules-card";
import { RequestTimeline } from "./timeline";

type Params = Promise<{ id: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Request ${(await params).id}` };
}

/** Should I allow this? */
export default async function RequestPage({ params }: { params: Params }) {
  const id = Number((await params).id);
  const actor = await requireActor(paths.request(id));
  const request = await findRequest(id);
  if (!request) notFound();
  const now = new Date().toISOString();
  const resource = resourceOf(request);
  const [analysed, { rows: events }] = await Promise.all([
    analyseRequest(request).then(
      (value) => ({ value, failure: null }),
      (error: unknown) => ({ value: null, failure: toFailure(error) }),
    ),
    listEvents({ requestId: id }, { limit: 200 }),
  ]);
  const reason = (step: Step & keyof typeof requestCan) => {
    const can = requestCan[step](request);
    if (!can.ok) return can.reason;
    const answer = may(actor, step, resource);
    return answer.ok ? null : answer.reason;
  };
  const reasons = { approve: reason("approve"), reject: reason("reject"), comment: reason("comment") };
  const pending = request.state === "pending";
  const moving =
    request.state === "approved" ||
    request.grants.some(({ state }) => state === "applying" || state === "revoking");
  const approverId = request.reviews.find((one) => one.verdict === "approve")?.reviewerId ?? null;
  const signInHref = paths.signIn({ callbackUrl: paths.request(id) });
  const first = request.items[0];
  return (
    <>
      {moving ? <AutoRefresh /> : null}
      <PageHeader
        title={
          <>
            <span className="font-mono text-[0.92em]">
              {first ? targetName(request.function.name, first.qualifier) : request.function.name}
            </span>{" "}
            for{" "}
            {describePrincipal(principalOf(request.principal))
              .replace(/^Any identity in|^The /, "")
              .trim()}
          </>
        }
        sub={
          <span className="flex flex-wrap items-center gap-2">
            <RequestState state={request.state} /> Request {id} by {request.requester.name},{" "}
            <TimeAgo at={request.createdAt.toISOString()} now={now} />
          </span>
        }
        actions={
          pending ? (
            <ActionForm action={withdraw} signInHref={signInHref} label="Withdraw">
              <input type="hidden" name="requestId" value={id} />
              <SubmitButton variant="default" busy="Withdrawing…" reason={reason("withdraw")}>
                Withdraw
              </SubmitButton>
            </ActionForm>
          ) : null
        }
      />
      <div className="grid items-start gap-x-6 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="min-w-0">
          {analysed.failure ? <Flash tone="warning">{analysed.failure.sentence}</Flash> : null}
          {request.grants.length > 0 ? (
            <Card title="Access" note="as read back from AWS">
              {request.grants.map((grant) => (
                <GrantLine
                  key={grant.id}
                  grant={grantItem(actor, grant, {
                    requesterId: request.requesterId,
                    approverId,
                    owners: request.function.owners,
                  })}
                  now={now}
                  actions={{ revoke, retry, restore, accept }}
                  signInHref={signInHref}
                />
              ))}
            </Card>
          ) : null}
          {analysed.value?.items.map((item) => (
            <ItemCard
              key={item.itemId}
              item={item}
              targetText={targetName(item.input.target.functionName, item.input.target.qualifier)}
              pending={pending}
              live={moving || request.grants.some(({ state }) => state === "active")}
              limitBytes={policyLimitBytes}
            />
          ))}
          {analysed.value && request.grants.length > 0
            ? analysed.value.items.map((item) => (
                <HandOffCard
                  key={item.itemId}
                  handOff={handOff(item.input)}
                  active={request.grants.some(
                    (grant) => grant.id === item.itemId && grant.state === "active",
                  )}
                />
              ))
            : null}
          <DecideCard
            action={review}
            requestId={id}
            analysisHash={analysed.value?.hash ?? ""}
            reasons={reasons}
            signInHref={signInHref}
          />
        </div>
        <div className="min-w-0">
          <Card title="Request">
            <Facts
              entries={[
                [
                  "Function",
                  <Link
                    key="f"
                    href={paths.function(request.functionId)}
                    className="text-accent hover:underline"
                  >
                    {request.function.name}
                  </Link>,
                ],
                [
                  "Account",
                  `${request.function.account.name} (${request.function.accountId}), ${request.function.region}`,
                ],
                [
                  "Action",
                  <span key="a" className="font-mono text-xs break-all">
                    {request.items.map((item) => item.action).join(", ")}
                  </span>,
                ],
                ["Grantee", <Mono key="g" text={request.principal} copy />],
                ["For", durationText(request.durationDays)],
                [
                  "Reason",
                  <span key="r" className="whitespace-pre-wrap">
                    {request.reason}
                  </span>,
                ],
                ["Ticket", request.ticket],
              ]}
            />
          </Card>
          <RulesCard
            request={request}
            approvers={whoCan("approve", resource)}
            reason={pending ? reasons.approve : null}
          />
          <Card title="Timeline">
            <RequestTimeline request={request} events={events} now={now} />
          </Card>
        </div>
      </div>
    </>
  );
}

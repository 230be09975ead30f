import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DecideCard } from "@/components/requests/decide-card";
import { HandOffCard } from "@/components/requests/hand-off-card";
import { ItemCard } from "@/components/requests/item-card";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Card } from "@/components/ui/card";
import { Flash } from "@/components/ui/flash";
import { listEvents } from "@/lib/audit/list";
import { toFailure } from "@/lib/failure";
import { targetName } from "@/lib/lambda/arn";
import { dayText } from "@/lib/lambda/duration";
import { handOff } from "@/lib/lambda/handoff";
import { policyLimitBytes } from "@/lib/lambda/policy";
import { paths } from "@/lib/paths";
import { analyseRequest, findRequest, type RequestDetail } from "@/lib/requests/get";
import { reasonsFor } from "@/lib/requests/reasons";
import { requireActor } from "../../../require-actor";
import { AccessCard } from "./access-card";
import { review } from "./actions";
import { FactsCard } from "./facts-card";
import { ForeignPage } from "./foreign-page";
import { RequestHeader } from "./header";
import { OwedReview } from "./owed-review";
import { RulesCard } from "./rules-card";
import { RequestTimeline } from "./timeline";

type Params = Promise<{ id: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Request ${(await params).id}` };
}

const analysed = (request: RequestDetail) =>
  analyseRequest(request).then(
    (value) => ({ value, failure: null }),
    (error: unknown) => ({ value: null, failure: toFailure(error) }),
  );

/** Should I allow this? */
export default async function RequestPage({ params }: { params: Params }) {
  const id = Number((await params).id);
  const actor = await requireActor(paths.request(id));
  const request = await findRequest(id);
  if (!request) notFound();
  if (request.kind !== "access") return <ForeignPage actor={actor} request={request} />;
  const now = new Date().toISOString();
  const [{ value: analysis, failure }, { rows: events }] = await Promise.all([
    analysed(request),
    listEvents({ requestId: id }, { limit: 200 }),
  ]);
  const reasons = reasonsFor(actor, request, analysis);
  const { state, grants } = request;
  const pending = state === "pending";
  const moving =
    state === "approved" || grants.some((grant) => grant.state === "applying" || grant.state === "revoking");
  const signInHref = paths.signIn({ callbackUrl: paths.request(id) });
  const grantOf = (itemId: string) =>
    request.justifications.find((justification) => justification.itemId === itemId)?.grant;
  return (
    <>
      {moving ? <AutoRefresh /> : null}
      <RequestHeader {...{ request, reasons, now, signInHref }} analysisHash={analysis?.hash ?? ""} />
      <div className="grid items-start gap-x-6 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="min-w-0">
          {failure ? <Flash tone="warning">{failure.sentence}</Flash> : null}
          <OwedReview {...{ request, now, signInHref }} reason={reasons.settleGlass} />
          <AccessCard actor={actor} request={request} now={now} signInHref={signInHref} />
          {analysis?.items.map((item) => (
            <ItemCard
              key={item.itemId}
              item={item}
              targetText={targetName(item.input.target.functionName, item.input.target.qualifier)}
              pending={pending}
              live={moving || grants.some((grant) => grant.state === "active")}
              limitBytes={policyLimitBytes}
            />
          ))}
          {analysis?.items.map(({ itemId, input }) => {
            const grant = grantOf(itemId);
            if (!grant) return null;
            const untilText = grant.expiresAt && dayText(grant.expiresAt);
            return (
              <HandOffCard
                key={itemId}
                handOff={handOff(input, untilText)}
                active={grant.state === "active"}
              />
            );
          })}
          <DecideCard
            action={review}
            requestId={id}
            analysisHash={analysis?.hash ?? ""}
            reasons={reasons}
            signInHref={signInHref}
          />
        </div>
        <div className="min-w-0">
          <FactsCard request={request} />
          <RulesCard
            request={request}
            reason={pending && request.requesterId === actor.personId ? reasons.approve : null}
          />
          <Card title="Timeline">
            <RequestTimeline request={request} events={events} now={now} />
          </Card>
        </div>
      </div>
    </>
  );
}

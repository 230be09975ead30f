import { Card } from "@/components/ui/card";
import { CheckLine } from "@/components/ui/check-line";
import { whoCan } from "@/lib/identity/may";
import { durationText } from "@/lib/lambda/duration";
import type { RequestDetail } from "@/lib/requests/get";
import { resourceOf } from "@/lib/requests/resource";

/** What was applied before anybody reviewed it, and who reviews it now. */
function GlassRules({ request }: { request: RequestDetail }) {
  const { glassBrokenBy, reviewedAt, reviews } = request;
  const given = reviewedAt ? reviews.findLast((one) => one.verdict !== "comment") : undefined;
  const refused = given?.verdict === "reject";
  return (
    <Card title="Rules">
      <ul>
        <CheckLine mark="danger" title="Applied by break-glass, before anybody reviewed it">
          By {glassBrokenBy?.name ?? "somebody who is gone"}.
        </CheckLine>
        <CheckLine
          mark={given ? (refused ? "failed" : "met") : "open"}
          title={given ? (refused ? "Refused afterwards" : "Confirmed afterwards") : "Reviewed afterwards"}
        >
          {given
            ? `By ${given.reviewer.name}.`
            : `Owed. Can be done by: ${whoCan("settleGlass", resourceOf(request)).join(", ") || "nobody"}.`}
        </CheckLine>
        <CheckLine mark="met" title="Nobody reviews what they asked for or applied themselves">
          Somebody else gives the review.
        </CheckLine>
        <CheckLine mark="met" title="It ends soon, whatever was asked for">
          Asked for was: {durationText(request.durationDays)}. For longer access, ask again.
        </CheckLine>
      </ul>
    </Card>
  );
}

/** Which rules are met and which are not, and who can meet them. @param reason why whoever asked can't approve it, where they look */
export function RulesCard({ request, reason }: { request: RequestDetail; reason: string | null }) {
  const { glassBrokenAt } = request;
  if (glassBrokenAt) return <GlassRules request={request} />;
  const resource = resourceOf(request);
  const approval = request.reviews.find((review) => review.verdict === "approve");
  const mark = approval ? "met" : request.state === "rejected" ? "failed" : "open";
  const by = (people: string[]) =>
    approval ? `By ${approval.reviewer.name}.` : `Can be done by: ${people.join(", ") || "nobody"}.`;
  const permanent = request.durationDays === null;
  return (
    <Card title="Rules">
      <ul>
        <CheckLine mark={mark} title="Approved by an owner of the function">
          {by(whoCan("approve", resource))}
        </CheckLine>
        {permanent ? (
          <CheckLine mark={mark} title="Approved by somebody who may give access without an end">
            {by(whoCan("approvePermanent", resource))}
            {approval ? "" : " It takes one person who meets this and the line before."}
          </CheckLine>
        ) : null}
        <CheckLine mark="met" title="Nobody approves their own request">
          {reason ?? "Somebody else than whoever asked decides."}
        </CheckLine>
        {permanent ? null : (
          <CheckLine mark="met" title={`It ends: ${durationText(request.durationDays)} after approval`}>
            The statement is removed then, by itself.
          </CheckLine>
        )}
      </ul>
    </Card>
  );
}

import { Card } from "@/components/ui/card";
import { CheckLine } from "@/components/ui/check-line";
import { whoCan } from "@/lib/identity/may";
import { durationText } from "@/lib/lambda/duration";
import type { RequestDetail } from "@/lib/requests/get";
import { resourceOf } from "@/lib/requests/resource";

/** Which rules are met and which are not, and who can meet them. @param reason why the viewer can't approve it now */
export function RulesCard({ request, reason }: { request: RequestDetail; reason: string | null }) {
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

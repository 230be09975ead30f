import { Card } from "@/components/ui/card";
import { CheckLine } from "@/components/ui/check-line";
import type { RequestDetail } from "@/lib/requests/get";

/** Which rules are met and which are not, and who can meet them. */
export function RulesCard({
  request,
  approvers,
  reason,
}: {
  request: RequestDetail;
  approvers: string[];
  reason: string | null;
}) {
  const approval = request.reviews.find((review) => review.verdict === "approve");
  const rejected = request.state === "rejected";
  return (
    <Card title="Rules">
      <ul>
        <CheckLine
          mark={approval ? "met" : rejected ? "failed" : "open"}
          title="Approved by an owner of the function"
        >
          {approval
            ? `By ${approval.reviewer.name}.`
            : `Can be done by: ${approvers.join(", ") || "nobody yet"}.`}
        </CheckLine>
        <CheckLine mark="met" title="Nobody approves their own request">
          {reason ?? "Somebody else than whoever asked decides."}
        </CheckLine>
        <CheckLine mark="met" title={`It ends: ${request.durationDays} days after approval`}>
          The statement is removed then, by itself.
        </CheckLine>
      </ul>
    </Card>
  );
}

import { ActionForm, type FormAction } from "../ui/action-form";
import { Card } from "../ui/card";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";

/** Why a step can't be taken; null when it can. */
export interface Reasons {
  approve: string | null;
  reject: string | null;
  comment: string | null;
}

/** The decision, or a word. What is approved is bound to what is on the screen by `analysisHash`. */
export function DecideCard({
  action,
  requestId,
  analysisHash,
  reasons,
  signInHref,
}: {
  action: FormAction;
  requestId: number;
  analysisHash: string;
  reasons: Reasons;
  signInHref: string;
}) {
  return (
    <Card title="Review" id="review">
      <ActionForm action={action} signInHref={signInHref} label="Review">
        <input type="hidden" name="requestId" value={requestId} />
        <input type="hidden" name="analysisHash" value={analysisHash} />
        <TextAreaField
          name="text"
          label="Reason or comment"
          hint="Needed to reject. It is kept in the audit trail."
        />
        <div className="flex flex-wrap gap-2">
          <SubmitButton name="verdict" value="approve" busy="Sending…" reason={reasons.approve}>
            Approve
          </SubmitButton>
          <SubmitButton
            name="verdict"
            value="reject"
            variant="danger"
            busy="Sending…"
            reason={reasons.reject}
          >
            Reject
          </SubmitButton>
          <SubmitButton
            name="verdict"
            value="comment"
            variant="default"
            busy="Sending…"
            reason={reasons.comment}
          >
            Comment
          </SubmitButton>
        </div>
        {reasons.approve ? <p className="mt-2 text-xs text-muted">{reasons.approve}</p> : null}
      </ActionForm>
    </Card>
  );
}

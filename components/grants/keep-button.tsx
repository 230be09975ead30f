import { ActionForm, type FormAction } from "../ui/action-form";
import { Confirm } from "../ui/confirm";
import { SubmitButton } from "../ui/submit-button";
import { AnswerFields } from "./answer-fields";

/** Keeps an adopted statement for longer. @param reason why it can't be used now */
export function KeepButton({
  action,
  grant,
  reason,
  maxDays,
  signInHref,
}: {
  action: FormAction;
  grant: { id: string; what: string; statementId: string };
  reason: string | null;
  maxDays: number;
  signInHref: string;
}) {
  const title = `Keep ${grant.statementId} for longer`;
  return (
    <Confirm trigger="Keep longer" title={title} reason={reason}>
      <p className="mb-3">
        You answer for it, too, from now on. Nothing is written in AWS, and there is no gap: it is removed
        when the last of those who answer for it lets it end.
      </p>
      <ActionForm action={action} signInHref={signInHref} label={title}>
        <input type="hidden" name="grantId" value={grant.id} />
        <AnswerFields label="For how many days from now" maxDays={maxDays} />
        <SubmitButton busy="Keeping…">Keep it for longer</SubmitButton>
      </ActionForm>
    </Confirm>
  );
}

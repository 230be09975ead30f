import { ActionForm, type FormAction } from "../ui/action-form";
import { Confirm } from "../ui/confirm";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField, TextField } from "../ui/text-field";

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
        <TextField
          name="durationDays"
          label="For how many days from now"
          type="number"
          min={1}
          max={maxDays}
          defaultValue={Math.min(90, maxDays)}
          hint={`At most ${maxDays}.`}
        />
        <TextAreaField name="reason" label="Reason" hint="What it is for. It is kept in the audit trail." />
        <TextField name="ticket" label="Ticket" optional />
        <SubmitButton busy="Keeping…">Keep it for longer</SubmitButton>
      </ActionForm>
    </Confirm>
  );
}

import { ActionForm, type FormAction } from "../ui/action-form";
import { Confirm } from "../ui/confirm";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";
import { RelianceList, type ReliedOn } from "./reliance-list";

/** Takes a grant back: names it, says what breaks for whom, asks once. @param reason why it can't be used now */
export function RevokeButton({
  action,
  grantId,
  what,
  whom,
  reliedOnBy,
  now,
  reason,
  signInHref,
}: {
  action: FormAction;
  grantId: string;
  what: string;
  whom: string;
  reliedOnBy: ReliedOn[];
  now: string;
  reason: string | null;
  signInHref: string;
}) {
  return (
    <Confirm trigger="Revoke" title={`Revoke ${what}`} variant="danger" reason={reason}>
      <p className="mb-3">
        From then on calls of <b>{what}</b> by <b className="break-all">{whom}</b> are refused, the ones that
        run in production too. To get access again they have to ask again.
      </p>
      {reliedOnBy.length > 1 ? (
        <div className="mb-3">
          <p className="font-medium">{reliedOnBy.length} requests rely on it, and all of them end:</p>
          <RelianceList reliedOnBy={reliedOnBy} now={now} />
        </div>
      ) : null}
      <ActionForm action={action} signInHref={signInHref} label={`Revoke ${what}`}>
        <input type="hidden" name="grantId" value={grantId} />
        <TextAreaField name="reason" label="Reason" hint="It is kept in the audit trail." />
        <SubmitButton variant="danger" busy="Revoking…">
          Revoke access
        </SubmitButton>
      </ActionForm>
    </Confirm>
  );
}

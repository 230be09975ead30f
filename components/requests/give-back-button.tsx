import { RelianceList, type ReliedOn } from "../grants/reliance-list";
import { ActionForm, type FormAction } from "../ui/action-form";
import { Confirm } from "../ui/confirm";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";

/** Gives back what a request got; what others rely on stays for them. */
export function GiveBackButton({
  action,
  requestId,
  what,
  whom,
  others,
  now,
  reason,
  signInHref,
}: {
  action: FormAction;
  requestId: number;
  what: string;
  whom: string;
  /** Other requests that the same statement stands for. */
  others: ReliedOn[];
  now: string;
  reason: string | null;
  signInHref: string;
}) {
  return (
    <Confirm trigger="Give back" title={`Give back ${what}`} reason={reason}>
      {others.length > 0 ? (
        <div className="mb-3">
          <p>
            This request ends. The statement stays, and calls by{" "}
            <b className="[overflow-wrap:anywhere]">{whom}</b> go on, since others rely on it; it is removed
            with the last of them:
          </p>
          <RelianceList reliedOnBy={others} now={now} />
        </div>
      ) : (
        <p className="mb-3">
          Nobody else relies on it: the statement is removed, and from then on calls of <b>{what}</b> by{" "}
          <b className="[overflow-wrap:anywhere]">{whom}</b> are refused. To get access again, ask again.
        </p>
      )}
      <ActionForm action={action} signInHref={signInHref} label={`Give back ${what}`}>
        <input type="hidden" name="requestId" value={requestId} />
        <TextAreaField name="reason" label="Reason" hint="It is kept in the audit trail." />
        <SubmitButton variant="danger" busy="Giving back…">
          Give access back
        </SubmitButton>
      </ActionForm>
    </Confirm>
  );
}

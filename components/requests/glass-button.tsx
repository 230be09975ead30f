import { ActionForm, type FormAction } from "../ui/action-form";
import { Confirm } from "../ui/confirm";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";

/** Has a request applied without waiting for its review: says what happens, and asks why. */
export function GlassButton({
  action,
  requestId,
  analysisHash,
  what,
  whom,
  owners,
  hours,
  reason,
  signInHref,
}: {
  action: FormAction;
  requestId: number;
  analysisHash: string;
  what: string;
  whom: string;
  /** Of the function. */
  owners: string[];
  /** After how many it ends at the latest. */
  hours: number;
  reason: string | null;
  signInHref: string;
}) {
  return (
    <Confirm trigger="Break glass" title={`Break glass for ${what}`} variant="danger" reason={reason}>
      <p className="mb-3">
        It is applied at once, without a review: from then on{" "}
        <b className="[overflow-wrap:anywhere]">{whom}</b> has the access to <b>{what}</b> that this page
        shows.
      </p>
      <ul className="mb-3 list-disc space-y-1 pl-5">
        <li>It ends after {hours === 1 ? "an hour" : `${hours} hours`} at the latest, whatever was asked.</li>
        <li>
          Its owners ({owners.join(", ") || "nobody owns it: administrators instead"}) are told now, with your
          name and reason.
        </li>
        <li>A review is owed afterwards, by somebody else. Refused, the access ends at once.</li>
      </ul>
      <ActionForm action={action} signInHref={signInHref} label={`Break glass for ${what}`}>
        <input type="hidden" name="requestId" value={requestId} />
        <input type="hidden" name="analysisHash" value={analysisHash} />
        <TextAreaField name="reason" label="What is the emergency?" hint="It is kept in the audit trail." />
        <SubmitButton variant="danger" busy="Applying…">
          Break glass, apply now
        </SubmitButton>
      </ActionForm>
    </Confirm>
  );
}

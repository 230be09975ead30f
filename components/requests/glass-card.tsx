import { ActionForm, type FormAction } from "../ui/action-form";
import { Flash } from "../ui/flash";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";
import { TimeAgo } from "../ui/time-ago";

/** A request that was applied before anybody reviewed it. */
export interface BrokenGlass {
  requestId: number;
  byName: string;
  at: string;
  why: string;
  /** When what it gave ends at the latest. */
  until: string | null;
}

/** Says loudly that a review is owed, and takes it. @param reason why this person can't give it */
export function GlassCard({
  glass: { requestId, byName, at, why, until },
  action,
  now,
  reason,
  signInHref,
}: {
  glass: BrokenGlass;
  action: FormAction;
  now: string;
  reason: string | null;
  signInHref: string;
}) {
  return (
    <Flash tone="danger" title={`Applied by break-glass by ${byName}; a review is owed`}>
      <blockquote className="my-1.5 border-l-2 border-danger pl-2.5 whitespace-pre-wrap">{why}</blockquote>
      <p className="mb-3">
        Nobody reviewed it before it was applied, <TimeAgo at={at} now={now} />.{" "}
        {until ? (
          <>
            It ends <TimeAgo at={until} now={now} />, confirmed or not.
          </>
        ) : null}
      </p>
      <ActionForm action={action} signInHref={signInHref} label="Give the review that is owed">
        <input type="hidden" name="requestId" value={requestId} />
        <TextAreaField
          name="text"
          label="What the review found"
          rows={2}
          hint="Needed to refuse. It is kept in the audit trail."
        />
        <div className="flex flex-wrap gap-2">
          <SubmitButton name="verdict" value="confirm" busy="Sending…" reason={reason}>
            Confirm it was right
          </SubmitButton>
          <SubmitButton name="verdict" value="refuse" variant="danger" busy="Sending…" reason={reason}>
            Refuse, and end the access
          </SubmitButton>
        </div>
        {reason ? <p className="mt-2 text-xs text-muted">{reason}</p> : null}
      </ActionForm>
    </Flash>
  );
}

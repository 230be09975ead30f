import { ActionForm, type FormAction } from "../ui/action-form";
import { Confirm } from "../ui/confirm";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";

const steps = {
  restore: {
    trigger: "Restore",
    sentence:
      "The statement is written again, as it was granted. Whoever removed it may have had a reason: ask them first.",
    label: "Restore access",
    busy: "Restoring…",
  },
  accept: {
    trigger: "Accept",
    sentence: "The grant is over. Nothing is written in AWS: what stands there stays as it is.",
    label: "Accept, and end the grant",
    busy: "Accepting…",
  },
} as const;

/** What to do about a grant that differs from what stands. A step that can't be taken says why. */
export function SettleButtons({
  grant,
  actions,
  signInHref,
}: {
  grant: { id: string; what: string; reasons: Record<keyof typeof steps, string | null> };
  actions: Record<keyof typeof steps, FormAction>;
  signInHref: string;
}) {
  return (["restore", "accept"] as const).map((step) => {
    const { trigger, sentence, label, busy } = steps[step];
    return (
      <Confirm
        key={step}
        trigger={trigger}
        title={`${trigger} ${grant.what}`}
        variant="default"
        reason={grant.reasons[step]}
      >
        <p className="mb-3">{sentence}</p>
        <ActionForm action={actions[step]} signInHref={signInHref} label={`${trigger} ${grant.what}`}>
          <input type="hidden" name="grantId" value={grant.id} />
          <TextAreaField name="reason" label="Reason" hint="It is kept in the audit trail." />
          <SubmitButton busy={busy}>{label}</SubmitButton>
        </ActionForm>
      </Confirm>
    );
  });
}

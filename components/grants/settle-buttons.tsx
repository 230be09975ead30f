import { shownDrift } from "@/lib/lambda/drift";
import { prettyJson } from "@/lib/lambda/pretty";
import { ActionForm, type FormAction } from "../ui/action-form";
import { ButtonLink } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Confirm } from "../ui/confirm";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";

const steps = {
  restore: {
    trigger: "Restore",
    sentence:
      "The statement is written again, as it was approved, and your reason is kept as a review of the request. Whoever removed it may have had a reason: ask them first.",
    label: "Restore access",
    busy: "Restoring…",
  },
  accept: {
    trigger: "Accept",
    sentence: "The grant is over. Nothing is written in AWS: what stands there stays as it is.",
    label: "Accept, and end the grant",
    busy: "Accepting…",
  },
  remove: {
    trigger: "Remove what stands",
    sentence: "The grant is over, and this statement is removed, though it is not the one that was granted.",
    label: "Remove the statement",
    busy: "Removing…",
  },
} as const;
type Step = keyof typeof steps;

/** What restoring is where the function was made anew. @param stands whether the statement is there again already */
const toAnother = (stands: boolean) =>
  `What was approved was another function of that name. ${
    stands
      ? "Its statement stands on the one that is there now already: nothing is written, and the grant counts for this one from then on."
      : "The statement is written to the one that is there now."
  } Your reason is kept as a review of the request: look at the function first.`;

/** What of a grant decides what can be done about it. */
interface Settled {
  id: string;
  what: string;
  drift: string | null;
  /** The call that an event told of. */
  driftEvent: string | null;
  state: string;
  /** Whether it was written here, or adopted. */
  origin: string;
  /** The statement of its ID in AWS. */
  standing: string | null;
  renewHref: string;
  reasons: Record<Step, string | null>;
}

/** The steps that may be of use: those of drift, and to end a revoke that stopped before somebody's change. */
function stepsOf({ drift, standing, reasons }: Settled): Step[] {
  if (drift) return standing === null ? ["restore", "accept"] : ["restore", "accept", "remove"];
  return standing !== null && reasons.remove === null ? ["remove"] : [];
}

/** What to do about a grant that differs from what stands. A step that can't be taken says why. */
export function SettleButtons({
  grant,
  actions,
  signInHref,
}: {
  grant: Settled;
  actions: Record<Step, FormAction>;
  signInHref: string;
}) {
  const shown = shownDrift(grant.drift ?? "", grant.driftEvent);
  const isAnother = shown === "function_recreated";
  const standing = grant.standing ?? "";
  return (
    <>
      {stepsOf(grant).map((step) => {
        const { trigger, sentence, label, busy } = steps[step];
        const title = `${trigger} ${step === "remove" ? "of" : ""} ${grant.what}`.replace("  ", " ");
        const variant = step === "remove" ? "danger" : "default";
        return (
          <Confirm key={step} trigger={trigger} title={title} variant={variant} reason={grant.reasons[step]}>
            <p className="mb-3">{step === "restore" && isAnother ? toAnother(standing !== "") : sentence}</p>
            <ActionForm action={actions[step]} signInHref={signInHref} label={title}>
              <input type="hidden" name="grantId" value={grant.id} />
              {step === "remove" ? (
                <>
                  <input type="hidden" name="shown" value={standing} />
                  <div className="mb-3">
                    <CodeBlock label="statement to be removed" code={prettyJson(standing)} />
                  </div>
                </>
              ) : (
                <input type="hidden" name="shown" value={shown} />
              )}
              <TextAreaField name="reason" label="Reason" hint="It is kept in the audit trail." />
              <SubmitButton variant={step === "remove" ? "danger" : "primary"} busy={busy}>
                {label}
              </SubmitButton>
            </ActionForm>
          </Confirm>
        );
      })}
      {isAnother && grant.origin === "written" ? (
        <ButtonLink href={grant.renewHref}>Ask anew</ButtonLink>
      ) : null}
    </>
  );
}

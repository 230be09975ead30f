"use client";
import { useState, type FormEvent } from "react";
import { getAction, grantableActions, parseAction } from "@/lib/lambda/actions";
import { targetName } from "@/lib/lambda/arn";
import { describePrincipal, parseGrantee } from "@/lib/lambda/principal";
import { ActionForm, type FormAction } from "../ui/action-form";
import { SubmitButton } from "../ui/submit-button";
import { DurationField, type Duration } from "./duration-field";
import { SelectField, TextAreaField, TextField } from "../ui/text-field";
import { RequestPreview, type PreviewFunction, type Typed } from "./request-preview";

/** What the form is for. */
export interface RequestFormProps {
  action: FormAction;
  functionId: string;
  fn: PreviewFunction;
  /** Becomes the grant's id: the statement previewed is the one applied. */
  draftId: string;
  qualifier: string;
  approvers: string[];
  organizations: Record<string, string | null>;
  duration: Duration;
  signInHref: string;
  /** What stands in the fields at first: empty, or the facts of a grant that is renewed. */
  initial: { action: string; principal: string; durationDays: string; permanent: boolean; reason: string };
  /** Why this person can't ask, if they can't. */
  reason: string | null;
}

/** A target as one chooses it. */
export function targetText(name: string, { qualifier, version }: PreviewFunction["targets"][number]): string {
  if (qualifier === "") return `${name} (without a qualifier)`;
  return version && version !== qualifier
    ? `${targetName(name, qualifier)} (alias, now version ${version})`
    : `${targetName(name, qualifier)} (version)`;
}

/** What the principal's field says below itself while it is typed. */
function principalHint(text: string): string {
  const read = parseGrantee(text);
  if (read.ok) return `${describePrincipal(read.value)}.`;
  return text.trim() === ""
    ? "An account ID, the ARN of a role or user, or an organization ID."
    : read.sentence;
}

/** Asks for access: the form, and beside it what it comes to. */
export function RequestForm(props: RequestFormProps) {
  const { fn, draftId, approvers, organizations } = props;
  const [typed, setTyped] = useState<Typed>({
    qualifier: props.qualifier,
    action: props.initial.action,
    principal: props.initial.principal,
    durationDays: props.initial.durationDays,
    permanent: props.initial.permanent,
  });
  const follow = (event: FormEvent<HTMLDivElement>) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
    if (field.name === "permanent" && "checked" in field) setTyped({ ...typed, permanent: field.checked });
    else if (field.name in typed) setTyped({ ...typed, [field.name]: field.value });
  };
  const action = parseAction(typed.action);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <div onInput={follow} className="mb-4 rounded-lg border bg-raised p-4">
        <ActionForm action={props.action} signInHref={props.signInHref} label="Request access">
          <input type="hidden" name="functionId" value={props.functionId} />
          <input type="hidden" name="draftId" value={draftId} />
          <SelectField
            name="qualifier"
            label="Target"
            defaultValue={props.qualifier}
            hint="An alias moves with the owner's releases; a version never changes."
          >
            {fn.targets.map((target) => (
              <option key={target.qualifier} value={target.qualifier}>
                {targetText(fn.name, target)}
              </option>
            ))}
          </SelectField>
          <SelectField
            name="action"
            label="Action"
            defaultValue={props.initial.action}
            hint={action.ok ? `Lets the grantee ${getAction(action.value).lets} the function.` : undefined}
          >
            {grantableActions.map(({ action: value, danger }) => (
              <option key={value} value={value}>
                {value}
                {danger ? " (changes the function)" : ""}
              </option>
            ))}
          </SelectField>
          <TextField
            name="principal"
            label="Who gets access"
            mono
            autoComplete="off"
            spellCheck={false}
            placeholder="111122223333"
            defaultValue={props.initial.principal}
            hint={principalHint(typed.principal)}
          />
          <DurationField duration={props.duration} initial={props.initial} permanent={typed.permanent} />
          <TextAreaField
            name="reason"
            label="Reason"
            defaultValue={props.initial.reason}
            hint="What it is for. The owner decides by it, and it stays in the audit trail."
          />
          <TextField name="ticket" label="Ticket" optional />
          <SubmitButton busy="Sending…" reason={props.reason}>
            Send request
          </SubmitButton>
        </ActionForm>
      </div>
      <div aria-live="polite">
        <RequestPreview
          {...{ typed, fn, draftId, approvers, organizations }}
          permanentApprovers={props.duration.permanentApprovers}
        />
      </div>
    </div>
  );
}

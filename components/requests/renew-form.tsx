"use client";
import Link from "next/link";
import { useState, type FormEvent } from "react";
import { ActionForm } from "../ui/action-form";
import { Facts } from "../ui/facts";
import { Mono } from "../ui/mono";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField, TextField } from "../ui/text-field";
import { DurationField } from "./duration-field";
import { targetText, type RequestFormProps } from "./request-form";
import { RequestPreview, standingOf, type Typed } from "./request-preview";

/** What stands now, and what asking does to it. */
function whatStands(untilText: string | null | undefined): string {
  if (untilText === undefined) return "Nothing of it stands now. Once approved, a new statement is written.";
  if (untilText === null)
    return "It stands without an end already. Once approved, it stands for this request too; nothing is written anew.";
  return `It stands until ${untilText}. Once approved, it stands for longer, without a gap; nothing is written anew.`;
}

/** Asks again for what was asked before: its facts stand, for how long and why can be said anew. */
export function RenewForm({ changeHref, ...props }: RequestFormProps & { changeHref: string }) {
  const { fn, draftId, qualifier, initial, approvers, organizations, duration } = props;
  const [typed, setTyped] = useState<Typed>({ ...initial, qualifier });
  const follow = (event: FormEvent<HTMLDivElement>) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement)) return;
    if (field.name === "permanent") setTyped({ ...typed, permanent: field.checked });
    if (field.name === "durationDays") setTyped({ ...typed, durationDays: field.value });
  };
  const target = fn.targets.find((one) => one.qualifier === qualifier);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <div onInput={follow} className="mb-4 rounded-lg border bg-raised p-4">
        <Facts
          entries={[
            ["Target", target ? targetText(fn.name, target) : qualifier],
            [
              "Action",
              <span key="a" className="font-mono text-xs break-all">
                {initial.action}
              </span>,
            ],
            ["Grantee", <Mono key="g" text={initial.principal} />],
          ]}
        />
        <p className="mt-1.5 mb-3.5 text-sm">
          <Link href={changeHref} className="inline-block min-h-6 text-accent underline">
            Change these
          </Link>
        </p>
        <p className="mb-3.5 border-l-2 border-accent pl-2.5 text-sm">
          {whatStands(standingOf(typed, fn)?.untilText)}
        </p>
        <ActionForm action={props.action} signInHref={props.signInHref} label="Request access">
          <input type="hidden" name="functionId" value={props.functionId} />
          <input type="hidden" name="draftId" value={draftId} />
          <input type="hidden" name="qualifier" value={qualifier} />
          <input type="hidden" name="action" value={initial.action} />
          <input type="hidden" name="principal" value={initial.principal} />
          <DurationField duration={duration} initial={initial} permanent={typed.permanent} />
          <TextAreaField
            name="reason"
            label="Reason"
            defaultValue={initial.reason}
            hint="Is it still what it is for? The owner decides by it, and it stays in the audit trail."
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
          permanentApprovers={duration.permanentApprovers}
        />
      </div>
    </div>
  );
}

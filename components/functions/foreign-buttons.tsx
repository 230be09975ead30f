import { prettyJson } from "@/lib/lambda/pretty";
import { AnswerFields } from "../grants/answer-fields";
import { ActionForm, type FormAction } from "../ui/action-form";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Confirm } from "../ui/confirm";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";

/** A statement that nobody here granted, and why it can't be adopted or removed; null when it can. */
export interface ForeignItem {
  statementId: string;
  sid: string;
  document: string;
  /** Where it stands: `my-function:prod`. */
  what: string;
  /** Whom it lets in. */
  whom: string;
  adopt: string | null;
  remove: string | null;
}

/** What can be done with them, for those who may. */
export interface ForeignActions {
  adopt: FormAction;
  remove: FormAction;
  maxDays: number;
  signInHref: string;
}

/** The statement as it was shown goes with the form: what stands must still be that. */
function Shown({ item }: { item: ForeignItem }) {
  return (
    <>
      <input type="hidden" name="statementId" value={item.statementId} />
      <input type="hidden" name="shown" value={item.document} />
      <div className="mb-3">
        <CodeBlock label={`statement ${item.sid}`} code={prettyJson(item.document)} />
      </div>
    </>
  );
}

/** Takes a statement away for good: names it, says what breaks for whom, asks once. */
export function RemoveForeign({
  item,
  trigger = "Remove",
  action,
  signInHref,
}: {
  item: ForeignItem;
  trigger?: string;
  action: FormAction;
  signInHref: string;
}) {
  const title = `Remove ${item.sid}`;
  if (item.remove) return <Button reason={item.remove}>{trigger}</Button>;
  return (
    <Confirm trigger={trigger} title={title} variant="danger">
      <p className="mb-3">
        What <b className="break-all">{item.whom}</b> may do with <b>{item.what}</b> by this statement is
        refused from then on, what runs in production too. Whoever made it (a template, Terraform) may make it
        again: tell them.
      </p>
      <ActionForm action={action} signInHref={signInHref} label={title}>
        <Shown item={item} />
        <TextAreaField name="reason" label="Reason" hint="It is kept in the audit trail." />
        <SubmitButton variant="danger" busy="Removing…">
          Remove the statement
        </SubmitButton>
      </ActionForm>
    </Confirm>
  );
}

function AdoptForeign({ item, actions }: { item: ForeignItem; actions: ForeignActions }) {
  const { adopt, maxDays, signInHref } = actions;
  const title = `Adopt ${item.sid}`;
  if (item.adopt) return <Button reason={item.adopt}>Adopt</Button>;
  return (
    <Confirm trigger="Adopt" title={title}>
      <p className="mb-3">
        You answer for it from now on. Nothing is written in AWS; when its time is over it is removed, and{" "}
        <b className="break-all">{item.whom}</b> is refused.
      </p>
      <ActionForm action={adopt} signInHref={signInHref} label={title}>
        <Shown item={item} />
        <AnswerFields label="For how many days" maxDays={maxDays} />
        <SubmitButton busy="Adopting…">Adopt the statement</SubmitButton>
      </ActionForm>
    </Confirm>
  );
}

/** What to do about a statement that nobody here granted. A step that can't be taken says why. */
export function ForeignButtons({ item, actions }: { item: ForeignItem; actions: ForeignActions }) {
  return (
    <div className="flex flex-wrap gap-2">
      <AdoptForeign item={item} actions={actions} />
      <RemoveForeign item={item} action={actions.remove} signInHref={actions.signInHref} />
    </div>
  );
}

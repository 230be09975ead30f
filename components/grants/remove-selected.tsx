import { ActionForm, type FormAction } from "../ui/action-form";
import { Card } from "../ui/card";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";
import { listNames } from "./list-names";
import { SelectedProgress } from "./selected-progress";
import { isRemovable, StatementsToRemove, type StatementItem } from "./statements-to-remove";

/** A number with its noun. */
export const statementsText = (count: number) => (count === 1 ? "1 statement" : `${count} statements`);

const namesOf = ({ principals }: StatementItem) =>
  principals.map(({ value }) => (value === "*" ? "anyone" : value));

/**
 * Several statements that nobody here granted: what removing them breaks for whom, asked once; then what became of each.
 * @param now the server's clock
 */
export function RemoveSelected({
  rows,
  now,
  action,
  signInHref,
}: {
  rows: StatementItem[];
  now: string;
  action: FormAction;
  signInHref: string;
}) {
  const left = rows.filter(isRemovable);
  const ended = rows.filter(({ grant }) => grant?.state === "revoked" || grant?.state === "expired");
  const title = `Remove ${statementsText(left.length)}`;
  return (
    <ActionForm action={action} signInHref={signInHref} label="Remove these statements">
      <SelectedProgress
        leaving={rows.filter(({ grant }) => grant?.state === "revoking").length}
        gone={ended.length}
        doing="removed"
      />
      <Card flush>
        <StatementsToRemove rows={rows} now={now} />
      </Card>
      {left.length > 0 ? (
        <Card title={title}>
          {left.map(({ id, document }) => (
            // What was on the screen goes with the form: what stands must still be that.
            <span key={id}>
              <input type="hidden" name="statement" value={id} />
              <input type="hidden" name="shown" value={document} />
            </span>
          ))}
          <p className="mb-3 max-w-prose text-sm">
            From then on calls of <b className="wrap-anywhere">{listNames(left.map(({ what }) => what))}</b>{" "}
            by <b className="wrap-anywhere">{listNames(left.flatMap(namesOf))}</b>, as listed above, are
            refused unless something else lets them in, the ones that run in production too. Whoever made the
            statements (a template, Terraform) may make them again: tell them.
          </p>
          <div className="max-w-prose">
            <TextAreaField
              name="reason"
              label="Reason"
              hint="For all of them. It is kept in the audit trail."
            />
          </div>
          <SubmitButton variant="danger" busy="Removing…">
            {title}
          </SubmitButton>
        </Card>
      ) : null}
    </ActionForm>
  );
}

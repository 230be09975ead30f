import { ActionForm, type FormAction } from "../ui/action-form";
import { Card } from "../ui/card";
import { SubmitButton } from "../ui/submit-button";
import { TextAreaField } from "../ui/text-field";
import { listNames } from "./list-names";
import { SelectedProgress } from "./selected-progress";
import { SelectedTable, type SelectedItem } from "./selected-table";

/** A number with its noun. */
export const grantsText = (count: number) => (count === 1 ? "1 grant" : `${count} grants`);

/** Several grants: what revoking them breaks for whom, asked once; then what became of each. @param now the server's clock */
export function RevokeSelected({
  rows,
  now,
  action,
  signInHref,
}: {
  rows: SelectedItem[];
  now: string;
  action: FormAction;
  signInHref: string;
}) {
  const left = rows.filter((row) => row.reasons.revoke === null);
  const leaving = rows.filter((row) => row.state === "revoking").length;
  const gone = rows.filter((row) => row.state === "revoked" || row.state === "expired").length;
  return (
    <ActionForm action={action} signInHref={signInHref} label="Revoke these grants">
      <SelectedProgress leaving={leaving} gone={gone} doing="revoked" />
      <Card flush>
        <SelectedTable rows={rows} now={now} />
      </Card>
      {left.length > 0 ? (
        <Card title={`Revoke ${grantsText(left.length)}`}>
          {left.map(({ id }) => (
            <input key={id} type="hidden" name="grant" value={id} />
          ))}
          <p className="mb-3 max-w-prose text-sm">
            From then on calls of <b className="wrap-anywhere">{listNames(left.map(({ what }) => what))}</b>{" "}
            by <b className="wrap-anywhere">{listNames(left.map(({ whom }) => whom))}</b>, as listed above,
            are refused, the ones that run in production too. All requests that rely on them end. To get
            access again they have to ask again.
          </p>
          <div className="max-w-prose">
            <TextAreaField
              name="reason"
              label="Reason"
              hint="For all of them. It is kept in the audit trail."
            />
          </div>
          <SubmitButton variant="danger" busy="Revoking…">
            {`Revoke ${grantsText(left.length)}`}
          </SubmitButton>
        </Card>
      ) : null}
    </ActionForm>
  );
}

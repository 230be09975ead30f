import { ActionForm, type FormAction } from "../ui/action-form";
import { Card } from "../ui/card";
import { SubmitButton } from "../ui/submit-button";
import { Table } from "../ui/table";
import { TextField } from "../ui/text-field";

/** An administrator's word on who owns functions. */
export interface OverrideItem {
  id: string;
  accountId: string | null;
  pattern: string;
  owners: string[];
  by: string;
}

/** Who owns functions where the tag is not to count. @param reason why this person can't set it */
export function OwnersCard({
  rows,
  action,
  reason,
  signInHref,
  tag,
}: {
  rows: OverrideItem[];
  action: FormAction;
  reason: string | null;
  signInHref: string;
  tag: string;
}) {
  return (
    <Card title="Owners" note={`from the tag “${tag}”, unless a line here says otherwise`} flush>
      {rows.length > 0 ? (
        <Table
          caption="Owners set by administrators"
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            { header: "Account", cell: (row) => row.accountId ?? "every account" },
            { header: "Functions", cell: (row) => <span className="font-mono text-xs">{row.pattern}</span> },
            { header: "Owners", cell: (row) => row.owners.join(", ") },
            { header: "Set by", cell: (row) => row.by },
          ]}
        />
      ) : null}
      <div className="border-t px-3.5 py-3">
        <ActionForm
          action={action}
          signInHref={signInHref}
          label="Set owners"
          className="grid gap-x-4 sm:grid-cols-3"
        >
          <TextField name="accountId" label="Account" optional placeholder="every account" mono />
          <TextField name="pattern" label="Functions" optional placeholder="payments-*" mono />
          <TextField
            name="owners"
            label="Owners"
            placeholder="payments, petra@example.com"
            hint="Groups or e-mail addresses; empty takes the line back."
          />
          <div>
            <SubmitButton busy="Setting…" variant="default" reason={reason}>
              Set owners
            </SubmitButton>
          </div>
        </ActionForm>
      </div>
    </Card>
  );
}

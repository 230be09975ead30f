import { ActionForm, type FormAction } from "../ui/action-form";
import { SubmitButton } from "../ui/submit-button";
import { Table } from "../ui/table";
import { Tag } from "../ui/tag";
import { TextAreaField, TextField } from "../ui/text-field";
import { TimeAgo } from "../ui/time-ago";
import { TargetText } from "./access-table";

/** A finding, with what the viewer may do about it. */
export interface FindingItem {
  id: string;
  code: string;
  level: string;
  title: string;
  detail: string;
  exposed: string;
  wayOut: string;
  qualifier: string;
  sid: string | null;
  firstSeenAt: Date;
  ackReason: string | null;
  ackUntil: Date | null;
  ackByName: string | null;
  functionId: string;
  functionName: string;
  accountId: string;
  region: string;
  /** Why the viewer can't acknowledge it; null when they can. */
  reason: string | null;
}

const levels: Record<string, ["danger" | "warning" | "neutral", string]> = {
  danger: ["danger", "danger"],
  warning: ["warning", "warning"],
  info: ["neutral", "to know"],
};

function What({ row }: { row: FindingItem }) {
  const [tone, word] = levels[row.level] ?? ["neutral" as const, row.level];
  return (
    <>
      <Tag tone={tone}>{word}</Tag> <b className="font-medium">{row.title}</b>
      <span className="block text-muted">{row.detail}</span>
      {row.sid ? <code className="text-xs break-all text-faint">{row.sid}</code> : null}
    </>
  );
}

function Acknowledge({
  row,
  now,
  action,
  signInHref,
}: {
  row: FindingItem;
  now: string;
  action: FormAction;
  signInHref: string;
}) {
  const standing = row.ackUntil && row.ackUntil.toISOString() > now;
  return (
    <>
      {standing && row.ackUntil ? (
        <p className="mb-1 text-xs">
          {row.ackByName ?? "Somebody"}: {row.ackReason} Until {row.ackUntil.toISOString().slice(0, 10)}.
        </p>
      ) : null}
      <details>
        <summary className="w-fit cursor-pointer text-xs whitespace-nowrap text-accent">
          {standing ? "Acknowledge again" : "Acknowledge"}
        </summary>
        <ActionForm
          action={action}
          signInHref={signInHref}
          label={`Acknowledge ${row.title} of ${row.functionName}`}
          className="mt-2 flex w-64 flex-col gap-2"
        >
          <input type="hidden" name="findingId" value={row.id} />
          <TextAreaField name="reason" label="Why it may stand" rows={2} />
          <TextField name="until" label="Until" type="date" />
          <SubmitButton busy="Acknowledging…" reason={row.reason}>
            Acknowledge
          </SubmitButton>
        </ActionForm>
      </details>
    </>
  );
}

/** Findings, with their way out. @param now the server's clock */
export function FindingTable({
  rows,
  now,
  action,
  signInHref,
}: {
  rows: FindingItem[];
  now: string;
  action: FormAction;
  signInHref: string;
}) {
  return (
    <Table
      caption="Findings"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { header: "Finding", cell: (row) => <What row={row} /> },
        { header: "Target", cell: (row) => <TargetText row={row} /> },
        { header: "Exposed", cell: (row) => <span className="[overflow-wrap:anywhere]">{row.exposed}</span> },
        { header: "Way out", cell: (row) => row.wayOut },
        { header: "Since", cell: (row) => <TimeAgo at={row.firstSeenAt.toISOString()} now={now} /> },
        {
          header: "Acknowledged",
          cell: (row) => <Acknowledge row={row} now={now} action={action} signInHref={signInHref} />,
        },
      ]}
    />
  );
}

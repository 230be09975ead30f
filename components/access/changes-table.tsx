import { Table } from "../ui/table";
import { Tag } from "../ui/tag";
import { TimeAgo } from "../ui/time-ago";
import { TargetText, type AccessItem } from "./access-table";
import { ActionText } from "./action-text";
import { PrincipalText } from "./principal-text";
import { SourceText } from "./source-text";

/** A row whose answer was another before. */
export interface ChangedItem extends Omit<AccessItem, "decision" | "asked"> {
  change: "gained" | "lost";
  before: string;
  after: string;
  goneAt: Date | null;
}

const words: Record<string, string> = {
  allowed: "allowed",
  denied: "denied",
  unknown: "depends on the call",
};

/** Who gained or lost access, and since when. @param now the server's clock */
export function ChangesTable({ caption, rows, now }: { caption: string; rows: ChangedItem[]; now: string }) {
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(row) => `${row.statementId} ${row.principalKind} ${row.principal}`}
      columns={[
        {
          header: "Principal",
          cell: (row) => <PrincipalText kind={row.principalKind} value={row.principal} />,
        },
        { header: "Target", cell: (row) => <TargetText row={row} /> },
        { header: "Action", cell: (row) => <ActionText actions={row.actions} not={row.notAction} /> },
        {
          header: "Answer",
          cell: (row) => (
            <span className="whitespace-nowrap">
              {words[row.before]} →{" "}
              <Tag tone={row.change === "gained" ? "warning" : "neutral"}>{words[row.after]}</Tag>
            </span>
          ),
        },
        {
          header: "When",
          cell: (row) => (
            <TimeAgo
              at={(row.change === "lost" && row.goneAt ? row.goneAt : row.firstSeenAt).toISOString()}
              now={now}
            />
          ),
        },
        { header: "Source", cell: (row) => <SourceText requestId={row.requestId} sid={row.sid} /> },
      ]}
    />
  );
}

import { prettyJson } from "@/lib/lambda/pretty";
import type { Exposure } from "@/lib/lambda/types";
import { ActionText } from "../access/action-text";
import { ExposureMark } from "../access/exposure-mark";
import { PrincipalText } from "../access/principal-text";
import { SourceText } from "../access/source-text";
import { Table } from "../ui/table";
import { Tag } from "../ui/tag";
import { TimeAgo } from "../ui/time-ago";
import { ForeignButtons, type ForeignActions, type ForeignItem } from "./foreign-buttons";

/** One statement of a target's policy. */
export interface StatementItem {
  id: string;
  sid: string | null;
  ordinal: number;
  effect: string;
  document: string;
  actions: string[];
  notAction: boolean;
  conditional: boolean;
  unreadable: string | null;
  exposure: Exposure;
  firstSeenAt: Date;
  principals: { kind: string; value: string }[];
  requestId: number | null;
  /** Whether the request took over what somebody had made in AWS. */
  adopted: boolean;
  expiresAt: Date | null;
  findings: FindingItem[];
  /** What can be done where nobody here granted it; null where somebody did, and of the past. */
  foreign: ForeignItem | null;
}

/** A finding as a mark beside what it is about. */
export interface FindingItem {
  code: string;
  level: string;
  title: string;
  detail: string;
}

const tones: Record<string, "neutral" | "warning" | "danger"> = {
  info: "neutral",
  warning: "warning",
  danger: "danger",
};

function Who({ row }: { row: StatementItem }) {
  return (
    <div className="flex flex-col gap-1">
      {row.effect === "Deny" ? <Tag tone="danger">Deny</Tag> : null}
      {row.unreadable ? (
        <Tag tone="warning" title={row.unreadable}>
          can’t be read: unknown
        </Tag>
      ) : null}
      {row.principals.slice(0, 6).map((principal) => (
        <PrincipalText key={`${principal.kind} ${principal.value}`} {...principal} />
      ))}
      {row.principals.length > 6 ? (
        <span className="text-xs text-faint">and {row.principals.length - 6} more</span>
      ) : null}
    </div>
  );
}

function Why({ row }: { row: StatementItem }) {
  return (
    <>
      {row.findings.map((finding) => (
        <div key={finding.code} className="mb-1">
          <Tag tone={tones[finding.level] ?? "neutral"} title={finding.detail}>
            {finding.title}
          </Tag>
        </div>
      ))}
      <details>
        <summary className="text-xs text-accent">Statement</summary>
        <pre
          tabIndex={0}
          role="region"
          aria-label={`Statement ${row.sid ?? row.ordinal}`}
          className="mt-1 max-w-[320px] overflow-x-auto rounded border bg-sunken p-2 text-xs"
        >
          {prettyJson(row.document)}
        </pre>
      </details>
    </>
  );
}

/** Who can do what on a target, by which statement, since when, until when. @param now the server's clock */
export function StatementTable({
  caption,
  rows,
  now,
  actions,
}: {
  caption: string;
  rows: StatementItem[];
  now: string;
  actions: ForeignActions;
}) {
  const settle = {
    header: "",
    cell: (row: StatementItem) =>
      row.foreign ? <ForeignButtons item={row.foreign} actions={actions} /> : null,
  };
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { header: "Principal", cell: (row) => <Who row={row} /> },
        {
          header: "Action",
          cell: (row) => <ActionText actions={row.actions} not={row.notAction} />,
        },
        {
          header: "Exposure",
          cell: (row) => <ExposureMark exposure={row.exposure} conditional={row.conditional} />,
        },
        { header: "Since", cell: (row) => <TimeAgo at={row.firstSeenAt.toISOString()} now={now} /> },
        {
          header: "Until",
          cell: (row) =>
            row.expiresAt ? (
              <TimeAgo at={row.expiresAt.toISOString()} now={now} />
            ) : (
              <span className="whitespace-nowrap">no end</span>
            ),
        },
        {
          header: "Source",
          cell: (row) => <SourceText requestId={row.requestId} sid={row.sid} adopted={row.adopted} />,
        },
        { header: "Why", cell: (row) => <Why row={row} /> },
        ...(rows.some(({ foreign }) => foreign) ? [settle] : []),
      ]}
    />
  );
}

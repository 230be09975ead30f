import Link from "next/link";
import { targetName } from "@/lib/lambda/arn";
import type { Exposure } from "@/lib/lambda/types";
import { paths } from "@/lib/paths";
import { Breakable } from "../ui/breakable";
import { Table, type Column } from "../ui/table";
import { Tag } from "../ui/tag";
import { TimeAgo } from "../ui/time-ago";
import { ActionText } from "./action-text";
import { ExposureMark } from "./exposure-mark";
import { PrincipalText } from "./principal-text";
import { SourceText } from "./source-text";

/** One principal on one target by one statement. */
export interface AccessItem {
  statementId: string;
  functionId: string;
  functionName: string;
  accountId: string;
  region: string;
  qualifier: string;
  version: string | null;
  sid: string | null;
  effect: string;
  actions: string[];
  conditional: boolean;
  unreadable: string | null;
  exposure: Exposure;
  firstSeenAt: Date;
  principalKind: string;
  principal: string;
  requestId: number | null;
  expiresAt: Date | null;
  /** How it reaches the principal looked up, and what the whole policy says; only in a reverse look-up. */
  via?: string;
  decision?: string;
}

const viaWords: Record<string, string> = {
  itself: "named itself",
  identity: "names an identity in the account",
  account: "through its account’s :root",
  organization: "through its organization",
  anyone: "through *",
};
const decisionWords: Record<string, ["positive" | "danger" | "warning", string]> = {
  allowed: ["positive", "allowed"],
  denied: ["danger", "denied"],
  unknown: ["warning", "depends on the call"],
};

function Target({ row }: { row: AccessItem }) {
  return (
    <>
      <Link
        href={`${paths.function(row.functionId)}#target-${row.qualifier || "unqualified"}`}
        className="font-mono text-[12.5px] text-accent hover:underline"
      >
        <Breakable text={targetName(row.functionName, row.qualifier)} />
      </Link>
      <span className="block text-xs text-faint">
        {row.accountId}, {row.region}
      </span>
    </>
  );
}

function Verdict({ row }: { row: AccessItem }) {
  const [tone, word] = decisionWords[row.decision ?? "unknown"] ?? ["warning" as const, "unknown"];
  return (
    <>
      <Tag tone={tone}>{word}</Tag>
      <span className="mt-0.5 block text-xs text-faint">{viaWords[row.via ?? ""] ?? row.via}</span>
    </>
  );
}

/**
 * Who can invoke what. @param reverse looked up from a principal: says how each statement reaches it
 * @param now the server's clock
 */
export function AccessTable({
  rows,
  now,
  reverse = false,
}: {
  rows: AccessItem[];
  now: string;
  reverse?: boolean;
}) {
  const verdict: Column<AccessItem>[] = reverse
    ? [{ header: "Verdict", cell: (row) => <Verdict row={row} /> }]
    : [];
  return (
    <Table
      caption="Access"
      rows={rows}
      rowKey={(row) => `${row.statementId} ${row.principalKind} ${row.principal}`}
      columns={[
        {
          header: "Principal",
          cell: (row) => <PrincipalText kind={row.principalKind} value={row.principal} />,
        },
        { header: "Target", cell: (row) => <Target row={row} /> },
        {
          header: "Action",
          cell: (row) => (
            <>
              {row.effect === "Deny" ? <Tag tone="danger">Deny</Tag> : null}
              {row.unreadable ? (
                <Tag tone="warning" title={row.unreadable}>
                  can’t be read: unknown
                </Tag>
              ) : null}
              <ActionText actions={row.actions} />
            </>
          ),
        },
        ...verdict,
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
        { header: "Source", cell: (row) => <SourceText requestId={row.requestId} sid={row.sid} /> },
      ]}
    />
  );
}

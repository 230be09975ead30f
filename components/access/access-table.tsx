import Link from "next/link";
import { targetName } from "@/lib/lambda/arn";
import type { Exposure } from "@/lib/lambda/types";
import { paths } from "@/lib/paths";
import { Breakable } from "../ui/breakable";
import { Table } from "../ui/table";
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
  notAction: boolean;
  conditional: boolean;
  unreadable: string | null;
  exposure: Exposure;
  firstSeenAt: Date;
  principalKind: string;
  principal: string;
  requestId: number | null;
  expiresAt: Date | null;
  /** What the target's whole policy says of the principal, and of which action. */
  decision: string;
  asked: string;
  /** How it reaches the principal looked up; only in a reverse look-up. */
  via?: string;
}

const viaWords: Record<string, string> = {
  itself: "named itself",
  identity: "names an identity in the account",
  account: "through its account’s :root",
  organization: "through its organization",
  anyone: "through *",
  unknown: "perhaps: it can’t be read",
};
const decisionWords: Record<string, ["positive" | "danger" | "warning", string]> = {
  allowed: ["positive", "allowed"],
  denied: ["danger", "denied"],
  unknown: ["warning", "depends on the call"],
};

/** A target, leading to its section of the function's page. */
export function TargetText({
  row,
}: {
  row: Pick<AccessItem, "functionId" | "functionName" | "qualifier" | "accountId" | "region">;
}) {
  return (
    <>
      <Link
        href={`${paths.function(row.functionId)}#target-${row.qualifier || "unqualified"}`}
        className="font-mono text-[12.5px] text-accent hover:underline"
      >
        <Breakable text={targetName(row.functionName, row.qualifier)} />
      </Link>
      <span className="block text-xs text-faint">
        {row.accountId}, <span className="whitespace-nowrap">{row.region}</span>
      </span>
    </>
  );
}

function Verdict({ row }: { row: AccessItem }) {
  const [tone, word] = decisionWords[row.decision] ?? ["warning" as const, "unknown"];
  return (
    <>
      <Tag tone={tone}>{word}</Tag>
      {row.via ? (
        <span className="mt-0.5 block text-xs text-faint">{viaWords[row.via] ?? row.via}</span>
      ) : null}
    </>
  );
}

/**
 * Who can invoke what.
 * @param of the principal looked up, in a reverse look-up: the rows then say how each statement reaches it
 * @param at the moment asked about, as the URL has it
 * @param now the server's clock
 */
export function AccessTable({
  rows,
  now,
  of,
  at,
}: {
  rows: AccessItem[];
  now: string;
  of?: string;
  at?: string;
}) {
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
        { header: "Target", cell: (row) => <TargetText row={row} /> },
        {
          header: "Action",
          cell: (row) => (
            <>
              {row.unreadable ? (
                <Tag tone="warning" title={row.unreadable}>
                  can’t be read: unknown
                </Tag>
              ) : null}
              <ActionText actions={row.actions} not={row.notAction} />
            </>
          ),
        },
        { header: "Verdict", cell: (row) => <Verdict row={row} /> },
        {
          header: "Exposure",
          cell: (row) => <ExposureMark exposure={row.exposure} conditional={row.conditional} />,
        },
        {
          header: "Since, until",
          cell: (row) => (
            <span className="whitespace-nowrap">
              <TimeAgo at={row.firstSeenAt.toISOString()} now={now} />,
              <span className="block text-xs text-faint">
                {row.expiresAt ? <TimeAgo at={row.expiresAt.toISOString()} now={now} /> : "no end"}
              </span>
            </span>
          ),
        },
        { header: "Source", cell: (row) => <SourceText requestId={row.requestId} sid={row.sid} /> },
        {
          header: "Why",
          cell: (row) => (
            <Link
              href={paths.accessWhy({
                principal: of ?? row.principal,
                function: row.functionId,
                qualifier: row.qualifier,
                action: row.asked,
                at,
              })}
              aria-label={`Why ${of ?? row.principal} on ${targetName(row.functionName, row.qualifier)}`}
              className="text-accent hover:underline"
            >
              Why
            </Link>
          ),
        },
      ]}
    />
  );
}

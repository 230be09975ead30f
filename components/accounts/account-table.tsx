import Link from "next/link";
import { paths } from "@/lib/paths";
import { Mono } from "../ui/mono";
import { Table } from "../ui/table";
import { Tag } from "../ui/tag";
import { TimeAgo } from "../ui/time-ago";

/** An account in one of its regions; region null for one without. */
export interface AccountItem {
  accountId: string;
  name: string;
  organizationId: string | null;
  connection: "none" | "role" | "ambient";
  roleArn: string | null;
  region: string | null;
  syncedAt: Date | null;
  throttles: number;
  failure: string | null;
}

const connections = { none: "not connected", role: "connected", ambient: "connected (its own)" };

/** Accounts and regions: role, last sync, throttles, errors in words. @param now the server's clock */
export function AccountTable({ rows, now }: { rows: AccountItem[]; now: string }) {
  return (
    <Table
      caption="Accounts and regions"
      rows={rows}
      rowKey={(row) => `${row.accountId} ${row.region}`}
      columns={[
        {
          header: "Account",
          cell: (row) => (
            <>
              <Link href={paths.account(row.accountId)} className="font-medium text-accent hover:underline">
                {row.name}
              </Link>{" "}
              <span className="font-mono text-xs text-faint">{row.accountId}</span>
              <span className="block text-xs text-faint">
                {row.organizationId ?? "in no organization we know"}
              </span>
            </>
          ),
        },
        { header: "Region", cell: (row) => row.region ?? "–" },
        {
          header: "Connection",
          cell: (row) => (
            <>
              <Tag tone={row.connection === "none" ? "neutral" : "positive"}>
                {connections[row.connection]}
              </Tag>
              {row.roleArn ? (
                <span className="mt-0.5 block text-xs">
                  <Mono text={row.roleArn} length={40} copy />
                </span>
              ) : null}
            </>
          ),
        },
        {
          header: "Read",
          cell: (row) => (row.syncedAt ? <TimeAgo at={row.syncedAt.toISOString()} now={now} /> : "never"),
        },
        { header: "Throttled", cell: (row) => `${row.throttles} times` },
        {
          header: "Trouble",
          cell: (row) => (row.failure ? <span className="text-danger">{row.failure}</span> : "none"),
        },
      ]}
    />
  );
}

import Link from "next/link";
import type { Exposure } from "@/lib/lambda/types";
import { paths } from "@/lib/paths";
import { ExposureMark } from "../access/exposure-mark";
import { Table } from "../ui/table";
import { TimeAgo } from "../ui/time-ago";

/** One function as it stands in a list. */
export interface FunctionListItem {
  id: string;
  name: string;
  accountId: string;
  accountName: string;
  region: string;
  owners: string[];
  aliases: string[];
  exposure: Exposure;
  syncedAt: Date;
}

/** Functions as a table. @param now the server's clock */
export function FunctionTable({ rows, now }: { rows: FunctionListItem[]; now: string }) {
  return (
    <Table
      caption="Functions"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          header: "Name",
          cell: (row) => (
            <Link href={paths.function(row.id)} className="font-medium break-all text-accent hover:underline">
              {row.name}
            </Link>
          ),
        },
        {
          header: "Account",
          cell: (row) => (
            <>
              {row.accountName} <span className="font-mono text-xs text-faint">{row.accountId}</span>
            </>
          ),
        },
        { header: "Region", cell: (row) => row.region, className: "whitespace-nowrap" },
        {
          header: "Owner",
          cell: (row) => row.owners.join(", ") || <span className="text-warning">nobody</span>,
        },
        {
          header: "Aliases",
          cell: (row) => <span className="font-mono text-xs">{row.aliases.join(", ") || "–"}</span>,
        },
        { header: "Exposure", cell: (row) => <ExposureMark exposure={row.exposure} /> },
        { header: "Read", cell: (row) => <TimeAgo at={row.syncedAt.toISOString()} now={now} /> },
      ]}
    />
  );
}

import Link from "next/link";
import { durationText } from "@/lib/lambda/duration";
import { targetName } from "@/lib/lambda/arn";
import { paths } from "@/lib/paths";
import { PrincipalText } from "../access/principal-text";
import { ButtonLink } from "../ui/button";
import { Table } from "../ui/table";
import { TimeAgo } from "../ui/time-ago";
import { isOwed, RequestState, type RequestStateName } from "./request-state";

/** A request as it stands in a list. */
export interface RequestItem {
  id: number;
  kind: string;
  state: RequestStateName;
  principal: string;
  principalKind: string;
  createdAt: Date;
  /** Null: without an end. */
  durationDays: number | null;
  /** Applied by break-glass; a review is owed until `reviewedAt`. */
  glassBrokenAt: Date | null;
  reviewedAt: Date | null;
  requester: { name: string };
  items: { qualifier: string; action: string }[];
  function: { name: string; accountId: string; region: string };
}

/** What is asked, in a line; of a statement that somebody made in AWS, what was decided about it. */
function askText({ kind, durationDays }: RequestItem, action: string): string {
  if (kind === "removal") return `removal of a statement: ${action}`;
  const adopted = kind === "adoption" ? "adopted: " : "";
  return `${adopted}${action}, ${durationText(durationDays)}`;
}

/** Requests as a table. @param action what opening one is for; @param now the server's clock */
export function RequestTable({
  rows,
  now,
  action = "Open",
}: {
  rows: RequestItem[];
  now: string;
  action?: string;
}) {
  return (
    <Table
      caption="Requests"
      rows={rows}
      rowKey={(row) => String(row.id)}
      columns={[
        {
          header: "Request",
          cell: (row) => (
            <Link href={paths.request(row.id)} className="font-medium text-accent hover:underline">
              #{row.id}
            </Link>
          ),
        },
        {
          header: "Asks for",
          cell: (row) =>
            row.items.map(({ qualifier, action: what }) => (
              <span key={`${qualifier} ${what}`} className="block">
                <span className="font-mono text-[12.5px] break-all">
                  {targetName(row.function.name, qualifier)}
                </span>
                <span className="block text-xs text-faint">{askText(row, what)}</span>
              </span>
            )),
        },
        { header: "For", cell: (row) => <PrincipalText kind={row.principalKind} value={row.principal} /> },
        { header: "By", cell: (row) => row.requester.name },
        { header: "State", cell: (row) => <RequestState state={row.state} owed={isOwed(row)} /> },
        { header: "Sent", cell: (row) => <TimeAgo at={row.createdAt.toISOString()} now={now} /> },
        {
          header: "",
          cell: (row) => (
            <ButtonLink href={paths.request(row.id)} aria-label={`${action} request ${row.id}`}>
              {action}
            </ButtonLink>
          ),
        },
      ]}
    />
  );
}

import Link from "next/link";
import { paths } from "@/lib/paths";
import { Mono } from "../ui/mono";
import { Table } from "../ui/table";
import { TimeAgo } from "../ui/time-ago";

/** One entry of the trail. */
export interface EventItem {
  seq: string;
  at: string;
  action: string;
  actorKind: string;
  actorName: string;
  subjectKind: string;
  subjectId: string;
  requestId: number | null;
  reason: string | null;
  awsRequestId: string | null;
  data: unknown;
  hash: string;
}

function About({ event }: { event: EventItem }) {
  return (
    <>
      {event.requestId === null ? (
        <span className="break-all">
          {event.subjectKind} {event.subjectId}
        </span>
      ) : (
        <Link href={paths.request(event.requestId)} className="text-accent hover:underline">
          request {event.requestId}
        </Link>
      )}
      <details>
        <summary className="text-xs text-accent">Facts</summary>
        <pre
          tabIndex={0}
          role="region"
          aria-label={`Facts of entry ${event.seq}`}
          className="mt-1 max-w-[340px] overflow-x-auto rounded border bg-sunken p-2 text-xs"
        >
          {JSON.stringify(event.data, null, 2)}
          {`\nhash ${event.hash}`}
        </pre>
      </details>
    </>
  );
}

/** Who did what, when, why. @param now the server's clock */
export function EventTable({ rows, now }: { rows: EventItem[]; now: string }) {
  return (
    <Table
      caption="Audit trail"
      rows={rows}
      rowKey={(row) => row.seq}
      columns={[
        { header: "Entry", cell: (row) => <span className="font-mono text-xs">{row.seq}</span> },
        { header: "When", cell: (row) => <TimeAgo at={row.at} now={now} /> },
        {
          header: "Who",
          cell: (row) => (row.actorKind === "person" ? row.actorName : `Xaccount (${row.actorName})`),
        },
        { header: "What", cell: (row) => <span className="font-mono text-xs break-all">{row.action}</span> },
        { header: "About", cell: (row) => <About event={row} /> },
        {
          header: "Why",
          cell: (row) => <span className="break-words whitespace-pre-wrap">{row.reason ?? "–"}</span>,
        },
        {
          header: "AWS request",
          cell: (row) => (row.awsRequestId ? <Mono text={row.awsRequestId} length={20} copy /> : "–"),
        },
      ]}
    />
  );
}

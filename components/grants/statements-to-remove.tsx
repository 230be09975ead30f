import Link from "next/link";
import type { SelectedStatement } from "@/lib/grants/selected-statements";
import { prettyJson } from "@/lib/lambda/pretty";
import { paths } from "@/lib/paths";
import { TargetText } from "../access/access-table";
import { ActionText } from "../access/action-text";
import { ExposureMark } from "../access/exposure-mark";
import { CodeBlock } from "../ui/code-block";
import { Table } from "../ui/table";
import { TimeAgo } from "../ui/time-ago";
import { SelectedOutcome } from "./selected-outcome";
import { Whom } from "./unmanaged-table";

/** One of several statements that are to be removed, or were. */
export interface StatementItem extends Omit<SelectedStatement, "target" | "grant"> {
  functionId: string;
  functionName: string;
  accountId: string;
  region: string;
  qualifier: string;
  /** `my-function:prod` */
  what: string;
  /** Why it can't be removed; null when it can. */
  reason: string | null;
  /** The grant that stands for it by now. */
  grant: {
    requestId: number;
    state: string;
    /** Why the last try failed. */
    failure: string | null;
    revokedByName: string | null;
    revokedAt: Date | null;
  } | null;
}

/** Whether it is still there, and nobody's. */
export const isRemovable = ({ grant, goneAt, reason }: StatementItem) => !grant && !goneAt && reason === null;

/** What its grant says of removing it. */
function Removal({ grant, now }: { grant: NonNullable<StatementItem["grant"]>; now: string }) {
  const { state, failure, revokedByName, revokedAt } = grant;
  const by = revokedByName ? ` by ${revokedByName}` : "";
  if (state === "revoking")
    return failure ? (
      <span className="text-danger">Not gone yet; it is tried again by itself. {failure}</span>
    ) : (
      <>Being removed{by}: it goes from AWS now.</>
    );
  if (state !== "revoked" && state !== "expired") return <>Stays. Somebody answers for it by now.</>;
  return (
    <>
      {state === "revoked" ? `Removed${by}` : "Its time was over"}
      {revokedAt ? (
        <>
          , <TimeAgo at={revokedAt.toISOString()} now={now} />
        </>
      ) : null}
    </>
  );
}

function State({ row, now }: { row: StatementItem; now: string }) {
  if (row.grant)
    return (
      <>
        <Removal grant={row.grant} now={now} />
        <Link
          href={paths.request(row.grant.requestId)}
          className="block w-fit text-accent hover:underline"
        >{`request ${row.grant.requestId}`}</Link>
      </>
    );
  if (row.goneAt) return <>It is not there any more: somebody removed or changed it in AWS.</>;
  return row.reason === null ? <>Will be removed.</> : <>Stays. {row.reason}</>;
}

/** Several statements with whom each lets in, and what becomes of it. @param now the server's clock */
export function StatementsToRemove({ rows, now }: { rows: StatementItem[]; now: string }) {
  return (
    <Table
      caption="Statements to remove"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { header: "Target", className: "sm:min-w-44", cell: (row) => <TargetText row={row} /> },
        {
          header: "Lets in",
          className: "sm:min-w-36",
          cell: (row) => <Whom principals={row.principals} />,
        },
        {
          header: "Allows",
          cell: (row) => (
            <>
              <ActionText actions={row.actions} not={row.notAction} />
              <ExposureMark exposure={row.exposure} conditional={row.conditional} />
            </>
          ),
        },
        {
          header: "Statement",
          className: "sm:min-w-40",
          cell: (row) => (
            <details>
              <summary className="min-h-6 cursor-pointer font-mono text-xs break-all">
                {row.sid ?? "no statement ID"}
              </summary>
              <div className="mt-1 max-w-96">
                <CodeBlock
                  label={`statement ${row.sid ?? ""} on ${row.what}`}
                  code={prettyJson(row.document)}
                />
              </div>
            </details>
          ),
        },
        {
          header: "Result",
          className: "sm:min-w-52",
          cell: (row) => (
            <SelectedOutcome id={row.id}>
              <State row={row} now={now} />
            </SelectedOutcome>
          ),
        },
      ]}
    />
  );
}

import { PrincipalText } from "../access/principal-text";
import { Table } from "../ui/table";
import { TimeAgo } from "../ui/time-ago";
import { GrantState } from "./grant-state";
import { TargetLink, type ListedGrantItem } from "./grant-table";
import { RelianceList } from "./reliance-list";
import { SelectedOutcome } from "./selected-outcome";

/** One of several grants that are to be revoked, or were. */
export interface SelectedItem extends ListedGrantItem {
  /** Who ended it; null when nobody did. */
  revokedByName: string | null;
}

/** What its state says of revoking it. */
function Outcome({ row, now }: { row: SelectedItem; now: string }) {
  const by = row.revokedByName ? ` by ${row.revokedByName}` : "";
  if (row.state === "revoking")
    return row.failure ? (
      <span className="text-danger">Not gone yet; it is tried again by itself. {row.failure.sentence}</span>
    ) : (
      <>Being revoked{by}: its statement goes from AWS now.</>
    );
  if (row.state === "revoked" || row.state === "expired")
    return (
      <>
        {row.state === "revoked" ? `Revoked${by}` : "Ended by itself"}
        {row.revokedAt ? (
          <>
            , <TimeAgo at={row.revokedAt.toISOString()} now={now} />
          </>
        ) : null}
      </>
    );
  return row.reasons.revoke === null ? <>Will be revoked.</> : <>Stays. {row.reasons.revoke}</>;
}

/** Several grants with who relies on each, and what becomes of it. @param now the server's clock */
export function SelectedTable({ rows, now }: { rows: SelectedItem[]; now: string }) {
  return (
    <Table
      caption="Grants to revoke"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { header: "Target", className: "sm:min-w-44", cell: (row) => <TargetLink row={row} /> },
        {
          header: "Grantee",
          className: "sm:min-w-36",
          cell: (row) => <PrincipalText kind={row.principalKind} value={row.whom} />,
        },
        { header: "State", cell: (row) => <GrantState state={row.state} /> },
        {
          header: "Relied on by",
          cell: (row) =>
            row.reliedOnBy.length > 0 ? <RelianceList reliedOnBy={row.reliedOnBy} now={now} /> : "nobody",
        },
        {
          header: "Result",
          className: "sm:min-w-52",
          cell: (row) => (
            <SelectedOutcome id={row.id}>
              <Outcome row={row} now={now} />
            </SelectedOutcome>
          ),
        },
      ]}
    />
  );
}

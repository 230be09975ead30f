import type { Unmanaged } from "@/lib/grants/unmanaged";
import { targetName } from "@/lib/lambda/arn";
import { paths } from "@/lib/paths";
import { TargetText } from "../access/access-table";
import { ActionText } from "../access/action-text";
import { ExposureMark } from "../access/exposure-mark";
import { PrincipalText } from "../access/principal-text";
import { ButtonLink } from "../ui/button";
import { Mono } from "../ui/mono";
import { Table } from "../ui/table";
import { TimeAgo } from "../ui/time-ago";

const shown = 3;

function Whom({ principals }: { principals: Unmanaged["principals"] }) {
  return (
    <div className="flex flex-col gap-1">
      {principals.slice(0, shown).map((principal) => (
        <PrincipalText key={`${principal.kind} ${principal.value}`} {...principal} />
      ))}
      {principals.length > shown ? (
        <span className="text-xs text-faint">and {principals.length - shown} more</span>
      ) : null}
    </div>
  );
}

/** Statements that nobody here granted, leading to where they are adopted or removed. @param now the server's clock */
export function UnmanagedTable({ rows, now }: { rows: Unmanaged[]; now: string }) {
  return (
    <Table
      caption="Statements that nobody here granted"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { header: "Target", className: "sm:min-w-52", cell: (row) => <TargetText row={row} /> },
        {
          header: "Principal",
          className: "sm:min-w-40",
          cell: (row) => <Whom principals={row.principals} />,
        },
        {
          header: "Allows",
          cell: (row) => (
            <>
              <ActionText actions={row.actions} not={row.notAction} />
              <div className="text-xs text-muted">
                {row.sid ? <code className="font-mono break-all">{row.sid}</code> : "no statement ID"}
              </div>
            </>
          ),
        },
        {
          header: "Exposure",
          cell: (row) => <ExposureMark exposure={row.exposure} conditional={row.conditional} />,
        },
        {
          header: "Since",
          cell: (row) => (
            <>
              <TimeAgo at={row.firstSeenAt.toISOString()} now={now} />
              {row.by ? (
                <div className="text-xs text-muted">
                  by <Mono text={row.by} length={34} />
                </div>
              ) : null}
            </>
          ),
        },
        {
          header: "",
          cell: (row) => (
            <ButtonLink
              href={`${paths.function(row.functionId)}#target-${row.qualifier || "unqualified"}`}
              aria-label={`Settle ${row.sid ?? "a statement"} on ${targetName(row.functionName, row.qualifier)}`}
            >
              Settle
            </ButtonLink>
          ),
        },
      ]}
    />
  );
}

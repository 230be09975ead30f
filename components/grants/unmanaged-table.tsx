import type { Unmanaged } from "@/lib/grants/unmanaged";
import { targetName } from "@/lib/lambda/arn";
import { paths } from "@/lib/paths";
import { TargetText } from "../access/access-table";
import { ActionText } from "../access/action-text";
import { ExposureMark } from "../access/exposure-mark";
import { PrincipalText } from "../access/principal-text";
import { ButtonLink } from "../ui/button";
import { Mono } from "../ui/mono";
import { SelectBox } from "../ui/select-box";
import { Table, type Column } from "../ui/table";
import { TimeAgo } from "../ui/time-ago";

const shown = 3;

/** Whom a statement lets in: the first of them, and how many more. */
export function Whom({ principals }: { principals: Unmanaged["principals"] }) {
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

const selectColumn = (form: string, reasons: Map<string, string | null>): Column<Unmanaged> => ({
  header: "Select",
  cell: (row) => (
    <SelectBox
      form={form}
      name="statement"
      value={row.id}
      label={`${row.sid ?? "a statement"} on ${targetName(row.functionName, row.qualifier)}`}
      reason={reasons.get(row.id) ?? null}
    />
  ),
});

/**
 * Statements that nobody here granted, leading to where they are adopted or removed.
 * @param now the server's clock
 * @param form the one that selects rows
 * @param reasons why one can't be removed, by its row; null when it can
 */
export function UnmanagedTable({
  rows,
  now,
  form,
  reasons,
}: {
  rows: Unmanaged[];
  now: string;
  form: string;
  reasons: Map<string, string | null>;
}) {
  return (
    <Table
      caption="Statements that nobody here granted"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        selectColumn(form, reasons),
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

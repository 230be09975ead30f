import Link from "next/link";
import { paths } from "@/lib/paths";
import { PrincipalText } from "../access/principal-text";
import type { FormAction } from "../ui/action-form";
import { SelectBox } from "../ui/select-box";
import { Table, type Column } from "../ui/table";
import { TimeAgo } from "../ui/time-ago";
import type { GrantItem } from "./grant-line";
import { driftTitle } from "./drift-flash";
import { GrantState } from "./grant-state";
import { RenewLink } from "./renew-link";
import { RevokeButton } from "./revoke-button";

/** A grant as it stands in a list. */
export interface ListedGrantItem extends GrantItem {
  functionId: string;
  principalKind: string;
  action: string;
  requestId: number;
  requesterName: string;
  approverName: string | null;
  /** Who had it applied before anybody reviewed it. */
  glassBrokenByName: string | null;
  origin: string;
}

/** What was granted on what. */
export function TargetLink({ row }: { row: ListedGrantItem }) {
  return (
    <>
      <Link
        href={paths.function(row.functionId)}
        className="font-mono text-[12.5px] break-all text-accent hover:underline"
      >
        {row.what}
      </Link>
      <span className="block text-xs text-faint">{row.action}</span>
    </>
  );
}

const selectColumn = (form: string): Column<ListedGrantItem> => ({
  header: "Select",
  cell: (row) => (
    <SelectBox
      form={form}
      name="grant"
      value={row.id}
      label={`${row.what} for ${row.whom}`}
      reason={row.reasons.revoke}
    />
  ),
});

/**
 * Grants as a table.
 * @param now the server's clock
 * @param form the one that selects rows, where they can be selected
 */
export function GrantTable({
  rows,
  now,
  form,
  revoke,
  signInHref,
}: {
  rows: ListedGrantItem[];
  now: string;
  form?: string;
  revoke: FormAction;
  signInHref: string;
}) {
  return (
    <Table
      caption="Grants"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        ...(form ? [selectColumn(form)] : []),
        {
          header: "Target",
          className: "sm:min-w-44",
          cell: (row) => <TargetLink row={row} />,
        },
        {
          header: "Grantee",
          className: "sm:min-w-36",
          cell: (row) => <PrincipalText kind={row.principalKind} value={row.whom} />,
        },
        {
          header: "State",
          cell: (row) => (
            <>
              <GrantState state={row.state} />
              {row.drift ? (
                <Link
                  href={paths.request(row.requestId)}
                  className="mt-0.5 block text-xs text-danger hover:underline"
                >
                  {driftTitle(row.drift, row.driftEvent)}
                </Link>
              ) : null}
              {row.failure ? (
                <span className="mt-0.5 block text-xs text-danger">{row.failure.sentence}</span>
              ) : null}
            </>
          ),
        },
        {
          header: "Until",
          cell: (row) =>
            row.expiresAt ? <TimeAgo at={row.expiresAt.toISOString()} now={now} /> : "without an end",
        },
        {
          header: "Why",
          cell: (row) => (
            <>
              <Link href={paths.request(row.requestId)} className="text-accent hover:underline">
                request {row.requestId}
              </Link>
              <span className="block text-xs text-faint">
                {row.origin === "adopted" ? "adopted" : "asked"} by {row.requesterName}
                {row.glassBrokenByName ? `, applied by break-glass by ${row.glassBrokenByName}` : ""}
                {row.approverName ? `, approved by ${row.approverName}` : ""}
                {row.reliedOnBy.length > 1 ? `; ${row.reliedOnBy.length - 1} more rely on it` : ""}
              </span>
            </>
          ),
        },
        {
          header: "",
          cell: (row) => (
            <div className="flex flex-wrap gap-2">
              <RevokeButton
                action={revoke}
                grantId={row.id}
                what={row.what}
                whom={row.whom}
                reliedOnBy={row.reliedOnBy}
                now={now}
                reason={row.reasons.revoke}
                signInHref={signInHref}
              />
              <RenewLink grant={row} />
            </div>
          ),
        },
      ]}
    />
  );
}

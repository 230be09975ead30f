import { listChanges } from "./changes";
import { listAccess, type DecidedRow, type Page } from "./list";
import { formatTarget } from "./format-target";
import { listReach, type ReachRow } from "./reach";
import type { AccessQuery } from "./query";
import type { Principal } from "@/lib/lambda/types";

/** One exported row: what the table shows, by names that stay. Times are ISO 8601, UTC. */
function exported(row: Omit<DecidedRow, "asked"> & Partial<Pick<ReachRow, "via">>) {
  return {
    principal: row.principal,
    principalKind: row.principalKind,
    principalAccount: row.principalAccountId,
    target: formatTarget(row),
    actions: row.notAction ? row.actions.map((action) => `not ${action}`) : row.actions,
    decision: row.decision,
    via: row.via ?? null,
    exposure: row.exposure,
    conditions: row.conditions,
    since: row.firstSeenAt.toISOString(),
    until: row.expiresAt?.toISOString() ?? null,
    source: row.grantId ? "granted" : "out_of_band",
    request: row.requestId,
    statementId: row.sid,
    unreadable: row.unreadable,
  };
}
export type ExportedRow = ReturnType<typeof exported>;

const columns: (keyof ExportedRow)[] = [
  ...(["principal", "principalKind", "principalAccount", "target", "actions", "decision", "via"] as const),
  ...([
    "exposure",
    "conditions",
    "since",
    "until",
    "source",
    "request",
    "statementId",
    "unreadable",
  ] as const),
];

/** Every row of a query, page by page. @param principal for a reverse look-up */
export async function* exportRows(
  query: AccessQuery,
  principal: Principal | null,
): AsyncGenerator<ExportedRow> {
  for (let after: string | undefined; ;) {
    const asked = { ...query, after };
    const page: Page<DecidedRow> = await (principal
      ? listReach(principal, asked, 500)
      : listAccess(asked, 500));
    for (const row of page.rows) yield exported(row);
    if (!page.next) return;
    after = page.next;
  }
}

/** Who gained and lost access, as the comparison shows it. */
export async function* exportChanges(query: AccessQuery, from: Date, to: Date) {
  const { rows } = await listChanges(query, from, to);
  for (const row of rows)
    yield { change: row.change, before: row.before, ...exported({ ...row, decision: row.after }) };
}

export { columns as exportColumns };

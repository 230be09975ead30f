import type { Metadata } from "next";
import { RemoveSelected, statementsText } from "@/components/grants/remove-selected";
import { isRemovable } from "@/components/grants/statements-to-remove";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Flash } from "@/components/ui/flash";
import { PageHeader } from "@/components/ui/page-header";
import { listSelectedStatements } from "@/lib/grants/selected-statements";
import { paths } from "@/lib/paths";
import { requireActor } from "../../../require-actor";
import { readAll, type SearchParams } from "../../../search";
import { removeAll } from "../actions";
import { leftOut } from "../left-out";
import { selectedStatementItem } from "../selected-statement-item";

export const metadata: Metadata = { title: "Remove statements" };

const list = paths.grants({ drift: "unmanaged", of: "owned" });

/** What would break if these were removed; then, at the same address, what became of each. */
export default async function RemoveStatementsPage({ searchParams }: { searchParams: SearchParams }) {
  const ids = await readAll(searchParams, "statement");
  const here = paths.removeStatements(ids);
  const actor = await requireActor(here);
  const { rows, ...rest } = await listSelectedStatements(ids);
  const items = rows.map((row) => selectedStatementItem(actor, row));
  const removable = items.filter(isRemovable).length;
  const note = leftOut(rest, statementsText, "removed");
  return (
    <>
      {items.some(({ grant }) => grant?.state === "revoking") ? <AutoRefresh /> : null}
      <PageHeader
        title={removable > 0 ? `Remove ${statementsText(removable)}` : "Remove statements"}
        sub={
          removable > 0
            ? "Nothing is removed before you say so below. Each is removed by itself: one that can't be does not hold up the others."
            : "What became of each. This page can be read again, and shared."
        }
        actions={<ButtonLink href={list}>Back to out of band</ButtonLink>}
      />
      {note ? <Flash tone="warning">{note}</Flash> : null}
      {rows.length > 0 ? (
        <RemoveSelected
          rows={items}
          now={new Date().toISOString()}
          action={removeAll}
          signInHref={paths.signIn({ callbackUrl: here })}
        />
      ) : (
        <Card>
          <EmptyState
            title="No statement is selected"
            action={<ButtonLink href={list}>Select statements</ButtonLink>}
          >
            Tick those to be removed in the list of what is out of band; this page then says what would break.
          </EmptyState>
        </Card>
      )}
    </>
  );
}

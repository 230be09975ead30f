import { exposureMarks } from "@/components/access/exposure-mark";
import { UnmanagedTable } from "@/components/grants/unmanaged-table";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { SelectionBar } from "@/components/ui/selection-bar";
import { grantQuery } from "@/lib/grants/list";
import { listSelectedStatements } from "@/lib/grants/selected-statements";
import { listUnmanaged, unmanagedQuery } from "@/lib/grants/unmanaged";
import type { Actor } from "@/lib/identity/types";
import { exposures } from "@/lib/lambda/types";
import { paths } from "@/lib/paths";
import { selectedStatementItem } from "./selected-statement-item";
import { GrantTabs } from "./tabs";

/** Statements that let somebody in and that nobody here granted: to be adopted or removed. */
export async function UnmanagedView({
  actor,
  search,
}: {
  actor: Actor;
  search: Record<string, string | undefined>;
}) {
  const query = unmanagedQuery.parse(search);
  const { of, exposure, q, after } = query;
  const { rows, next } = await listUnmanaged(actor, query);
  const selected = await listSelectedStatements(rows.map(({ id }) => id));
  const reasons = new Map(
    selected.rows.map((row) => [row.id, selectedStatementItem(actor, row).reason] as const),
  );
  const kept = { drift: "unmanaged", of, exposure, q };
  return (
    <>
      <PageHeader
        title="Grants"
        sub="Statements that somebody made in AWS. Adopt those that are meant, with a reason and an end; remove the rest."
      />
      <GrantTabs query={grantQuery.parse(search)} />
      <FilterBar
        path={paths.grants()}
        values={{ q, exposure }}
        keep={{ drift: "unmanaged", of }}
        filters={[
          { name: "q", label: "Function" },
          {
            name: "exposure",
            label: "Exposure",
            options: exposures.map((value) => ({ value, text: exposureMarks[value].word })),
          },
        ]}
      />
      {rows.length > 0 ? (
        <SelectionBar
          form="selection"
          path={paths.removeStatements()}
          none="None of these can be removed by you."
        >
          Remove selected
        </SelectionBar>
      ) : null}
      <Card
        title={of === "owned" ? "Out of band, on your functions" : "Out of band, on any function"}
        note="the furthest-reaching first"
        aside={
          <ButtonLink href={paths.grants({ ...kept, of: of === "owned" ? "all" : "owned" })}>
            {of === "owned" ? "Show all functions" : "Show mine alone"}
          </ButtonLink>
        }
        flush
      >
        {rows.length > 0 ? (
          <UnmanagedTable rows={rows} now={new Date().toISOString()} form="selection" reasons={reasons} />
        ) : (
          <EmptyState title="Nothing out of band here">
            {of === "owned"
              ? "Every statement on functions you own has somebody who answers for it."
              : "No statement that matches is without somebody who answers for it."}
          </EmptyState>
        )}
      </Card>
      <Pager
        first={after ? paths.grants(kept) : null}
        next={next ? paths.grants({ ...kept, after: next }) : null}
      />
    </>
  );
}

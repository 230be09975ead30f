import { MatrixGrid } from "@/components/access/matrix-grid";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Flash } from "@/components/ui/flash";
import { readMatrix } from "@/lib/access/matrix";
import { paths } from "@/lib/paths";
import { accessFilters, momentFilter, principalFilter } from "./filters";
import type { ViewProps } from "./page";

/** Principal accounts × functions. */
export async function MatrixView({ query, values }: ViewProps) {
  const [{ more, ...matrix }, bar] = await Promise.all([readMatrix(query), accessFilters()]);
  const { view, ...shown } = values;
  return (
    <>
      <FilterBar
        path={paths.access()}
        values={shown}
        filters={[principalFilter, ...bar, momentFilter]}
        keep={{ view }}
      />
      {more ? (
        <Flash tone="warning">
          There is more than fits here. Filter by account, function or action to see the rest.
        </Flash>
      ) : null}
      <Card flush>
        {matrix.rows.length > 0 ? (
          <MatrixGrid matrix={matrix} at={values.at} />
        ) : (
          <EmptyState
            title="Nobody is let in"
            action={<ButtonLink href={paths.access()}>Show all</ButtonLink>}
          >
            No statement matches. Take away a filter.
          </EmptyState>
        )}
      </Card>
    </>
  );
}

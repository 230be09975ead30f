import { AccessTable } from "@/components/access/access-table";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Pager } from "@/components/ui/pager";
import { listAccess } from "@/lib/access/list";
import { paths } from "@/lib/paths";
import { accessFilters, momentFilter, principalFilter } from "./filters";
import type { ViewProps } from "./page";

/** A row each: who, on what, by which statement. */
export async function ListView({ query, values }: ViewProps) {
  const [{ rows, next }, bar] = await Promise.all([listAccess(query), accessFilters()]);
  return (
    <>
      <FilterBar path={paths.access()} values={values} filters={[principalFilter, ...bar, momentFilter]} />
      <Card flush>
        {rows.length > 0 ? (
          <AccessTable rows={rows} now={new Date().toISOString()} at={values.at} />
        ) : (
          <EmptyState
            title="No statement matches"
            action={<ButtonLink href={paths.access()}>Show all</ButtonLink>}
          >
            Take away a filter; or look on the accounts page whether everything was read.
          </EmptyState>
        )}
      </Card>
      <Pager
        first={query.after ? paths.access(values) : null}
        next={next ? paths.access({ ...values, after: next }) : null}
      />
    </>
  );
}

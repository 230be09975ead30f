import type { Metadata } from "next";
import { AccessTable } from "@/components/access/access-table";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { accessQuery, listAccess } from "@/lib/access/list";
import { paths } from "@/lib/paths";
import { requireActor } from "../../require-actor";
import { readSearch, type SearchParams } from "../../search";
import { accessFilters } from "./filters";

export const metadata: Metadata = { title: "Access" };

/** Who can invoke what? */
export default async function AccessPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  await requireActor(paths.access(search));
  const { after, ...filters } = accessQuery.parse(search);
  const [{ rows, next }, bar] = await Promise.all([listAccess({ ...filters, after }), accessFilters()]);
  return (
    <>
      <PageHeader
        title="Who can invoke what"
        sub="Every statement of every policy: of functions, versions and aliases, granted here or not. Follow a principal to see all that it can invoke."
      />
      <FilterBar
        path={paths.access()}
        values={filters}
        filters={[{ name: "principal", label: "Principal", placeholder: "Account ID, ARN, service" }, ...bar]}
      />
      <Card flush>
        {rows.length > 0 ? (
          <AccessTable rows={rows} now={new Date().toISOString()} />
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
        first={after ? paths.access(filters) : null}
        next={next ? paths.access({ ...filters, after: next }) : null}
      />
    </>
  );
}

import type { Metadata } from "next";
import { FunctionTable } from "@/components/functions/function-table";
import { exposureMarks } from "@/components/access/exposure-mark";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { functionFacets, functionQuery, searchFunctions } from "@/lib/catalog/search";
import { exposures } from "@/lib/lambda/types";
import { paths } from "@/lib/paths";
import { requireActor } from "../../require-actor";
import { readSearch, type SearchParams } from "../../search";

export const metadata: Metadata = { title: "Functions" };

const options = (values: readonly string[]) => values.map((value) => ({ value, text: value }));

/** What is there? */
export default async function FunctionsPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  await requireActor(paths.functions(search));
  const { after, ...filters } = functionQuery.parse(search);
  const [{ rows, next }, facets] = await Promise.all([
    searchFunctions({ ...filters, after }),
    functionFacets(),
  ]);
  return (
    <>
      <PageHeader
        title="Functions"
        sub="Every function of the connected accounts. Open one to see who can invoke it, and to ask for access."
      />
      <FilterBar
        path={paths.functions()}
        values={filters}
        filters={[
          { name: "q", label: "Name or ARN", placeholder: "Name, part of one, or an ARN" },
          {
            name: "account",
            label: "Account",
            options: facets.accounts.map(({ id, name }) => ({ value: id, text: `${name} ${id}` })),
          },
          { name: "region", label: "Region", options: options(facets.regions) },
          { name: "owner", label: "Owner", options: options(facets.owners) },
          { name: "tag", label: "Tag", placeholder: "Tag: team, or team=payments" },
          { name: "runtime", label: "Runtime", options: options(facets.runtimes) },
          {
            name: "exposure",
            label: "Exposure",
            options: exposures.map((value) => ({ value, text: exposureMarks[value].word })),
          },
        ]}
      />
      <Card flush>
        {rows.length > 0 ? (
          <FunctionTable rows={rows} now={new Date().toISOString()} />
        ) : (
          <EmptyState
            title="No function matches"
            action={<ButtonLink href={paths.functions()}>Show all</ButtonLink>}
          >
            Take away a filter, or look on the accounts page whether its account is connected and was read.
          </EmptyState>
        )}
      </Card>
      <Pager
        first={after ? paths.functions(filters) : null}
        next={next ? paths.functions({ ...filters, after: next }) : null}
      />
    </>
  );
}

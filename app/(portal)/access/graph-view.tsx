import { AccessGraph } from "@/components/access/access-graph";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Flash } from "@/components/ui/flash";
import { readGraph } from "@/lib/access/graph";
import { paths } from "@/lib/paths";
import { accessFilters, momentFilter, principalFilter } from "./filters";
import type { ViewProps } from "./page";

const groupedWords = {
  nothing: "each principal and each target by itself",
  targets: "targets put together by account and region: filter to see them singly",
  both: "principals put together by account, targets by account and region: filter to see them singly",
};

/** Accounts, principals and targets as a graph. */
export async function GraphView({ query, values }: ViewProps) {
  const [graph, bar] = await Promise.all([readGraph(query), accessFilters()]);
  const { view, ...shown } = values;
  return (
    <>
      <FilterBar
        path={paths.access()}
        values={shown}
        filters={[principalFilter, ...bar, momentFilter]}
        keep={{ view }}
      />
      {graph.more ? (
        <Flash tone="warning">There is more than is drawn. Filter by account, function or action.</Flash>
      ) : null}
      <Card
        title="Who leads to what"
        note={`${groupedWords[graph.grouped]}; a dashed line depends on the call`}
        flush
      >
        {graph.nodes.length > 0 ? (
          <AccessGraph nodes={graph.nodes} edges={graph.edges} />
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

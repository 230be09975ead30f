import { ChangesTable } from "@/components/access/changes-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Flash } from "@/components/ui/flash";
import { listChanges, mostCompared } from "@/lib/access/changes";
import { paths } from "@/lib/paths";
import { accessFilters, comparedFilters, principalFilter } from "./filters";
import type { ViewProps } from "./page";

async function Changes({ query, from }: { query: ViewProps["query"]; from: Date }) {
  const to = query.to ?? new Date();
  const { rows, more } = await listChanges(query, from, to);
  const gained = rows.filter(({ change }) => change === "gained");
  const lost = rows.filter(({ change }) => change === "lost");
  const now = new Date().toISOString();
  return (
    <>
      {more ? (
        <Flash tone="warning">
          More than {mostCompared.toLocaleString("en")} rows changed; only the first were compared. Filter by
          a function or a principal.
        </Flash>
      ) : null}
      {[
        { title: "Gained", rows: gained },
        { title: "Lost", rows: lost },
      ].map((part) => (
        <Card key={part.title} title={part.title} note={String(part.rows.length)} flush>
          {part.rows.length > 0 ? (
            <ChangesTable caption={part.title} rows={part.rows} now={now} />
          ) : (
            <p className="px-3.5 py-3 text-sm text-muted">Nobody, between these moments.</p>
          )}
        </Card>
      ))}
    </>
  );
}

/** Who gained and who lost access between two moments. */
export async function ChangesView({ query, values }: ViewProps) {
  const bar = await accessFilters();
  const filters = [...comparedFilters, principalFilter, ...bar.filter(({ name }) => name !== "age")];
  const { view, ...shown } = values;
  return (
    <>
      <FilterBar path={paths.access()} values={shown} filters={filters} keep={{ view }} />
      {query.from ? (
        <Changes query={query} from={query.from} />
      ) : (
        <Card>
          <EmptyState title="Which moments?">
            Choose since when. Times are UTC; without an end, it is compared with now.
          </EmptyState>
        </Card>
      )}
    </>
  );
}

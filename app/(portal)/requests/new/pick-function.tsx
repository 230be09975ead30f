import Link from "next/link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { searchFunctions } from "@/lib/catalog/search";
import { paths } from "@/lib/paths";

/** The first step of asking: which function. */
export async function PickFunction({ q }: { q: string | undefined }) {
  const { rows } = await searchFunctions({ q }, 20);
  return (
    <>
      <FilterBar
        path={paths.newRequest()}
        values={{ q }}
        filters={[{ name: "q", label: "Function", placeholder: "Name, part of one, or an ARN" }]}
      />
      <Card title="Which function?" flush>
        {rows.length === 0 ? (
          <EmptyState title="No function matches">
            Search by a part of its name, or paste its ARN. A function of an account that is not connected
            can’t be asked for here.
          </EmptyState>
        ) : (
          <ul>
            {rows.map((row) => (
              <li key={row.id} className="border-b last:border-b-0">
                <Link
                  href={paths.newRequest({ function: row.id })}
                  className="flex flex-wrap gap-x-3 px-3.5 py-2 text-sm hover:bg-sunken"
                >
                  <span className="font-medium text-accent">{row.name}</span>
                  <span className="text-muted">
                    {row.accountName} {row.accountId}, {row.region}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

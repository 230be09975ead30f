import type { Metadata } from "next";
import { AccessTable } from "@/components/access/access-table";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Flash } from "@/components/ui/flash";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { accessQuery } from "@/lib/access/query";
import { countReach, listReach, mostCounted } from "@/lib/access/reach";
import { describePrincipal, parsePrincipal } from "@/lib/lambda/principal";
import type { Principal } from "@/lib/lambda/types";
import { paths } from "@/lib/paths";
import { requireActor } from "../../../require-actor";
import { readSearch, type SearchParams } from "../../../search";
import { accessFilters, momentFilter } from "../filters";

export const metadata: Metadata = { title: "Access of a principal" };

function Counted({
  targets,
  statements,
  outOfBand,
  more,
}: {
  targets: number;
  statements: number;
  outOfBand: number;
  more: boolean;
}) {
  if (more) return `More than ${mostCounted.toLocaleString("en")} statements reach it.`;
  if (statements === 0) return "No statement lets it do anything.";
  return `${statements} statements on ${targets} targets reach it; nobody here granted ${outOfBand} of them.`;
}

async function Reach({
  principal,
  search,
}: {
  principal: Principal;
  search: Record<string, string | undefined>;
}) {
  const { after, principal: _principal, ...values } = search;
  const query = accessQuery.parse({ ...values, after });
  const [{ rows, next }, counted, bar] = await Promise.all([
    listReach(principal, query),
    countReach(principal, query),
    accessFilters(),
  ]);
  const path = paths.principal(principal.text);
  return (
    <>
      <p className="mb-4 text-lg">
        <Counted {...counted} />
      </p>
      <FilterBar path={path} values={values} filters={[...bar, momentFilter]} />
      <Card flush>
        {rows.length > 0 ? (
          <AccessTable rows={rows} now={new Date().toISOString()} of={principal.text} at={values.at} />
        ) : (
          <EmptyState
            title="Nothing reaches it"
            action={<ButtonLink href={paths.newRequest()}>Request access</ButtonLink>}
          >
            No statement that matches names it, its account, its organization or everybody.
          </EmptyState>
        )}
      </Card>
      <p className="mb-4 text-xs text-muted">
        The function’s side is what stands here. Across accounts the principal’s own identity policies must
        allow the call too.
      </p>
      <Pager
        first={after ? paths.principal(principal.text, values) : null}
        next={next ? paths.principal(principal.text, { ...values, after: next }) : null}
      />
    </>
  );
}

/** What can this account, role or organization invoke? */
export default async function PrincipalPage({
  params,
  searchParams,
}: {
  params: Promise<{ principal: string }>;
  searchParams: SearchParams;
}) {
  const text = decodeURIComponent((await params).principal);
  const search = await readSearch(searchParams);
  await requireActor(paths.principal(text, search));
  const read = parsePrincipal(text);
  return (
    <>
      <PageHeader
        title={
          read.ok
            ? `What can ${describePrincipal(read.value).replace(/^(Any|The|Anyone)/, (word) => word.toLowerCase())} invoke?`
            : "Access of a principal"
        }
        sub={<Mono text={text} length={120} copy />}
        actions={(["csv", "ndjson"] as const).map((format) => (
          <ButtonLink
            key={format}
            href={paths.accessExport(format, { ...search, principal: undefined, of: text })}
            prefetch={false}
          >
            Export {format.toUpperCase()}
          </ButtonLink>
        ))}
      />
      {read.ok ? (
        <Reach principal={read.value} search={search} />
      ) : (
        <Flash tone="warning">{read.sentence}</Flash>
      )}
    </>
  );
}

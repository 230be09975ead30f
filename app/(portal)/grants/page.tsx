import type { Metadata } from "next";
import { GrantTable } from "@/components/grants/grant-table";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { SelectionBar } from "@/components/ui/selection-bar";
import { grantQuery, listGrants } from "@/lib/grants/list";
import { paths } from "@/lib/paths";
import { requireActor } from "../../require-actor";
import { readSearch, type SearchParams } from "../../search";
import { revoke } from "./actions";
import { listedItem } from "./listed-item";
import { GrantTabs } from "./tabs";
import { UnmanagedView } from "./unmanaged-view";

export const metadata: Metadata = { title: "Grants" };

const states = ["applying", "active", "revoking", "revoked", "expired", "failed"];

const driftOptions = [
  { value: "any", text: "differs from AWS" },
  { value: "unmanaged", text: "out of band" },
];

/** What stands, until when? */
export default async function GrantsPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  const actor = await requireActor(paths.grants(search));
  const query = grantQuery.parse(search);
  const { of, state, drift, q, principal, after } = query;
  if (drift === "unmanaged") return <UnmanagedView actor={actor} search={search} />;
  const { rows, next } = await listGrants(actor, query);
  return (
    <>
      {rows.some((row) => row.state === "applying" || row.state === "revoking") ? <AutoRefresh /> : null}
      <PageHeader title="Grants" sub="Live access Xaccount answers for: one statement each, with its end." />
      <GrantTabs query={query} />
      <FilterBar
        path={paths.grants()}
        values={{ q, principal, state, drift }}
        keep={{ of }}
        filters={[
          { name: "q", label: "Function" },
          { name: "principal", label: "Grantee", placeholder: "Account ID or ARN" },
          { name: "state", label: "State", options: states.map((value) => ({ value, text: value })) },
          { name: "drift", label: "Drift", options: driftOptions },
        ]}
      />
      {rows.length > 0 ? (
        <SelectionBar
          form="selection"
          path={paths.revokeGrants()}
          none="None of these can be revoked by you now."
        >
          Revoke selected
        </SelectionBar>
      ) : null}
      <Card flush>
        {rows.length > 0 ? (
          <GrantTable
            rows={rows.map((row) => listedItem(actor, row))}
            now={new Date().toISOString()}
            form="selection"
            revoke={revoke}
            signInHref={paths.signIn({ callbackUrl: paths.grants() })}
          />
        ) : (
          <EmptyState
            title="No grant here"
            action={<ButtonLink href={paths.newRequest()}>Request access</ButtonLink>}
          >
            A grant begins with an approved request. Statements that nobody here granted are out of band.
          </EmptyState>
        )}
      </Card>
      <Pager
        first={after ? paths.grants({ of, state, drift, q, principal }) : null}
        next={next ? paths.grants({ of, state, drift, q, principal, after: next }) : null}
      />
    </>
  );
}

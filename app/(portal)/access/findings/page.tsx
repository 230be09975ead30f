import type { Metadata } from "next";
import { FindingTable } from "@/components/access/finding-table";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { countFindings, findingQuery, listFindings } from "@/lib/access/findings";
import { placeFacets } from "@/lib/catalog/search";
import { may } from "@/lib/identity/may";
import { paths } from "@/lib/paths";
import { requireActor } from "../../../require-actor";
import { readSearch, type SearchParams } from "../../../search";
import { acknowledge } from "./actions";

export const metadata: Metadata = { title: "Findings" };

const levels = { danger: "danger", warning: "warning", info: "to know" };
const states = { acknowledged: "acknowledged", all: "all" };
const options = (words: Record<string, string>) =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

/** What should not stand as it is, and what is the way out? */
export default async function FindingsPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  const actor = await requireActor(paths.accessFindings(search));
  const { after: _after, ...values } = search;
  const query = findingQuery.parse(search);
  const now = new Date();
  const [{ rows, next }, counts, { accounts }] = await Promise.all([
    listFindings(query, now),
    countFindings(now),
    placeFacets(),
  ]);
  const items = rows.map(({ function: { id, owners, ...facts }, ackBy, ...row }) => {
    const answer = may(actor, "acknowledge", { type: "Function", owners, ...facts });
    return {
      ...row,
      functionId: id,
      functionName: facts.name,
      accountId: facts.accountId,
      region: facts.region,
      ackByName: ackBy?.name ?? null,
      reason: answer.ok ? null : answer.reason,
    };
  });
  return (
    <>
      <PageHeader
        title="Findings"
        sub="What should not stand as it is: what it means, who is exposed, and the way out."
        actions={<ButtonLink href={paths.access()}>Who can invoke what</ButtonLink>}
      />
      <FilterBar
        path={paths.accessFindings()}
        values={values}
        filters={[
          { name: "q", label: "Function" },
          {
            name: "code",
            label: "Finding",
            options: counts.map(({ code, title, count }) => ({ value: code, text: `${title} (${count})` })),
          },
          { name: "level", label: "Gravity", options: options(levels) },
          {
            name: "account",
            label: "Account",
            options: accounts.map(({ id, name }) => ({ value: id, text: `${name} ${id}` })),
          },
          { name: "state", label: "Open ones, or", options: options(states) },
        ]}
      />
      <Card flush>
        {items.length > 0 ? (
          <FindingTable
            rows={items}
            now={now.toISOString()}
            action={acknowledge}
            signInHref={paths.signIn({ callbackUrl: paths.accessFindings(search) })}
          />
        ) : (
          <EmptyState title="Nothing was found">
            No open finding matches: take away a filter, or look at those that were acknowledged.
          </EmptyState>
        )}
      </Card>
      <Pager
        first={query.after ? paths.accessFindings(values) : null}
        next={next ? paths.accessFindings({ ...values, after: next }) : null}
      />
    </>
  );
}

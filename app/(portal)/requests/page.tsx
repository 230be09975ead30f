import type { Metadata } from "next";
import { RequestTable } from "@/components/requests/request-table";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { Tabs } from "@/components/ui/tabs";
import { paths } from "@/lib/paths";
import { countOwed, countWaiting, listRequests, requestQuery } from "@/lib/requests/list";
import { requireActor } from "../../require-actor";
import { readSearch, type SearchParams } from "../../search";

export const metadata: Metadata = { title: "Requests" };

const states = ["pending", "approved", "applied", "rejected", "withdrawn", "lapsed"];
const empty = {
  all: "Nobody has asked for anything that matches.",
  mine: "You have asked for nothing that matches.",
  waiting: "Nothing waits for your review.",
  owed: "Nothing was applied by break-glass whose review is owed, and that you could give.",
};

/** Where is my ask? */
export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  const actor = await requireActor(paths.requests(search));
  const query = requestQuery.parse(search);
  const { of, state, q, before } = query;
  const [{ rows, next }, waiting, owed] = await Promise.all([
    listRequests(actor, query),
    countWaiting(actor),
    countOwed(actor),
  ]);
  const tab = (value: typeof of, text: string, count?: number) => ({
    href: paths.requests({ of: value, state, q }),
    text,
    current: of === value,
    count,
  });
  return (
    <>
      <PageHeader
        title="Requests"
        sub="Who asked for what, and where it stands."
        actions={
          <ButtonLink variant="primary" href={paths.newRequest()}>
            Request access
          </ButtonLink>
        }
      />
      <Tabs
        label="Whose requests"
        tabs={[
          tab("all", "All"),
          tab("mine", "Mine"),
          tab("waiting", "Waiting for me", waiting),
          tab("owed", "Reviews owed", owed),
        ]}
      />
      <FilterBar
        path={paths.requests()}
        values={{ q, state }}
        keep={{ of }}
        filters={[
          { name: "q", label: "Function or principal" },
          { name: "state", label: "State", options: states.map((value) => ({ value, text: value })) },
        ]}
      />
      <Card flush>
        {rows.length > 0 ? (
          <RequestTable rows={rows} now={new Date().toISOString()} />
        ) : (
          <EmptyState
            title="No request here"
            action={<ButtonLink href={paths.newRequest()}>Request access</ButtonLink>}
          >
            {empty[of]}
          </EmptyState>
        )}
      </Card>
      <Pager
        first={before ? paths.requests({ of, state, q }) : null}
        next={next ? paths.requests({ of, state, q, before: next }) : null}
      />
    </>
  );
}

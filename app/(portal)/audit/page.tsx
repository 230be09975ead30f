import type { Metadata } from "next";
import { EventTable } from "@/components/audit/event-table";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Flash } from "@/components/ui/flash";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { listEvents } from "@/lib/audit/list";
import { chainStatus } from "@/lib/audit/status";
import { may } from "@/lib/identity/may";
import { paths } from "@/lib/paths";
import { requireActor } from "../../require-actor";
import { readSearch, type SearchParams } from "../../search";
import { eventQuery } from "./query";

export const metadata: Metadata = { title: "Audit" };

async function Chain() {
  const { ok, checked, broken, head } = await chainStatus();
  if (!ok) {
    return (
      <Flash tone="danger" title={`The chain is broken at entry ${broken?.seq}`}>
        {broken?.why} The {checked} entries before it are whole.
      </Flash>
    );
  }
  return (
    <Card title="Chain" note={`whole: ${checked.toLocaleString("en")} entries`}>
      <p className="mb-2 text-sm text-muted">
        Each entry carries the hash of the one before. Export the trail and check it without this server; keep
        the head elsewhere, to notice a trail that was cut short.
      </p>
      <CodeBlock
        label="how to verify"
        code={`npx xaccount audit verify --file audit.ndjson\n# head: entry ${head?.seq ?? 0}, ${head?.hash ?? "none yet"}`}
        wrap
      />
    </Card>
  );
}

/** Who did what, and can I prove it? */
export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  const actor = await requireActor(paths.audit(search));
  const answer = may(actor, "viewAudit", { type: "System" });
  const { before, ...filters } = eventQuery.parse(search);
  if (!answer.ok) {
    return (
      <>
        <PageHeader title="Audit" sub="Who did what, when and why." />
        <Flash tone="warning">{answer.reason} The timeline of a request is on its own page.</Flash>
      </>
    );
  }
  const { rows, next } = await listEvents({ action: filters.action, requestId: filters.request }, { before });
  const values = { action: filters.action, request: filters.request?.toString() };
  return (
    <>
      <PageHeader
        title="Audit"
        sub="Who did what, when and why. Nothing here can be changed or removed."
        actions={
          <>
            <ButtonLink href={paths.auditExport("csv", values)} prefetch={false}>
              Export CSV
            </ButtonLink>
            <ButtonLink href={paths.auditExport("ndjson", values)} prefetch={false}>
              Export NDJSON
            </ButtonLink>
          </>
        }
      />
      <Chain />
      <FilterBar
        path={paths.audit()}
        values={values}
        filters={[
          {
            name: "action",
            label: "What",
            options: ["request.", "grant.", "account.", "sync.", "owners."].map((value) => ({
              value,
              text: value.slice(0, -1),
            })),
          },
          { name: "request", label: "Request", placeholder: "Number of a request" },
        ]}
      />
      <Card flush>
        {rows.length > 0 ? (
          <EventTable rows={rows} now={new Date().toISOString()} />
        ) : (
          <EmptyState title="No entry matches">Take away a filter.</EmptyState>
        )}
      </Card>
      <Pager
        first={before ? paths.audit(values) : null}
        next={next ? paths.audit({ ...values, before: next }) : null}
      />
    </>
  );
}

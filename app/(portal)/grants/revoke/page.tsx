import type { Metadata } from "next";
import { grantsText, RevokeSelected } from "@/components/grants/revoke-selected";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Flash } from "@/components/ui/flash";
import { PageHeader } from "@/components/ui/page-header";
import { listSelected } from "@/lib/grants/selected";
import { paths } from "@/lib/paths";
import { requireActor } from "../../../require-actor";
import { readAll, type SearchParams } from "../../../search";
import { revokeAll } from "../actions";
import { leftOut } from "../left-out";
import { listedItem } from "../listed-item";

export const metadata: Metadata = { title: "Revoke grants" };

/** What would break if these were revoked; then, at the same address, what became of each. */
export default async function RevokeGrantsPage({ searchParams }: { searchParams: SearchParams }) {
  const ids = await readAll(searchParams, "grant");
  const here = paths.revokeGrants(ids);
  const actor = await requireActor(here);
  const { rows, ...rest } = await listSelected(ids);
  const items = rows.map((row) => ({
    ...listedItem(actor, row),
    revokedByName: row.revokedBy?.name ?? null,
  }));
  const revocable = items.filter((item) => item.reasons.revoke === null).length;
  const note = leftOut(rest, grantsText, "revoked");
  return (
    <>
      {rows.some(({ state }) => state === "revoking") ? <AutoRefresh /> : null}
      <PageHeader
        title={revocable > 0 ? `Revoke ${grantsText(revocable)}` : "Revoke grants"}
        sub={
          revocable > 0
            ? "Nothing is revoked before you say so below. Each is revoked by itself: one that can't be does not hold up the others."
            : "What became of each. This page can be read again, and shared."
        }
        actions={<ButtonLink href={paths.grants()}>Back to grants</ButtonLink>}
      />
      {note ? <Flash tone="warning">{note}</Flash> : null}
      {rows.length > 0 ? (
        <RevokeSelected
          rows={items}
          now={new Date().toISOString()}
          action={revokeAll}
          signInHref={paths.signIn({ callbackUrl: here })}
        />
      ) : (
        <Card>
          <EmptyState
            title="No grant is selected"
            action={<ButtonLink href={paths.grants()}>Select grants</ButtonLink>}
          >
            Tick those to be revoked in the list of grants; this page then says what would break.
          </EmptyState>
        </Card>
      )}
    </>
  );
}

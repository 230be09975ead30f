import type { Metadata } from "next";
import { AccountTable, type AccountItem } from "@/components/accounts/account-table";
import { OwnersCard } from "@/components/accounts/owners-card";
import { PrepareCard } from "@/components/accounts/prepare-card";
import { LiveSyncCard } from "@/components/accounts/live-sync-card";
import { SyncCard } from "@/components/accounts/sync-card";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { listAccounts, type AccountRow } from "@/lib/catalog/accounts";
import { listUnprepared } from "@/lib/catalog/connect/connect";
import { listOverrides } from "@/lib/catalog/list-overrides";
import { failureSentence, latestSync, pictureOf } from "@/lib/catalog/sync-progress";
import { isOpen } from "@/lib/catalog/sync/part";
import { env } from "@/lib/env";
import { may } from "@/lib/identity/may";
import { paths } from "@/lib/paths";
import { requireActor } from "../../require-actor";
import { owners, prepare, readFromOrganization, sync } from "./actions";

export const metadata: Metadata = { title: "Accounts" };

function rowsOf(account: AccountRow): AccountItem[] {
  const base = {
    accountId: account.id,
    name: account.name,
    organizationId: account.organizationId,
    connection: account.connection,
    roleArn: account.roleArn,
  };
  if (account.regions.length === 0)
    return [{ ...base, region: null, syncedAt: null, throttles: 0, failure: null }];
  return account.regions.map((row) => ({
    ...base,
    region: row.region,
    syncedAt: row.syncedAt,
    throttles: row.throttles,
    failure: failureSentence(row.failure),
  }));
}

/** What is connected? */
export default async function AccountsPage() {
  const actor = await requireActor(paths.accounts());
  const [accounts, last, overrides, known] = await Promise.all([
    listAccounts(),
    latestSync(),
    listOverrides(),
    listUnprepared(),
  ]);
  const shown = last ? await pictureOf(last) : null;
  const system = { type: "System" } as const;
  const [canSync, canSet] = [may(actor, "sync", system), may(actor, "setOwners", system)];
  const canConnect = may(actor, "connectAccount", system);
  const now = new Date().toISOString();
  const signInHref = paths.signIn({ callbackUrl: paths.accounts() });
  return (
    <>
      <PageHeader
        title="Accounts"
        sub="What Xaccount can read, and when it last did."
        actions={
          <ActionForm action={sync} signInHref={signInHref} label="Sync">
            <SubmitButton busy="Starting…" reason={canSync.ok ? null : canSync.reason}>
              Sync now
            </SubmitButton>
          </ActionForm>
        }
      />
      {shown && isOpen(shown) ? (
        <LiveSyncCard sync={shown} now={now} eventsHref={paths.apiSyncProgress(shown.id)} />
      ) : null}
      {shown && !isOpen(shown) ? <SyncCard sync={shown} now={now} /> : null}
      <Card flush title="Accounts and regions">
        {accounts.length > 0 ? (
          <AccountTable rows={accounts.flatMap(rowsOf)} now={now} />
        ) : (
          <EmptyState title="No account is connected yet">
            An administrator connects them below, or with a file of them and the role to use in each.
          </EmptyState>
        )}
        {accounts.length === 0 ? (
          <div className="px-3.5 pb-3.5">
            <CodeBlock label="how to connect accounts" code="npx xaccount accounts import accounts.json" />
          </div>
        ) : null}
      </Card>
      <PrepareCard
        action={prepare}
        readOrganization={readFromOrganization}
        known={known}
        reason={canConnect.ok ? null : canConnect.reason}
        signInHref={signInHref}
      />
      <OwnersCard
        rows={overrides}
        action={owners}
        reason={canSet.ok ? null : canSet.reason}
        signInHref={signInHref}
        tag={env().XACCOUNT_OWNER_TAG}
      />
    </>
  );
}

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ConnectSteps } from "@/components/accounts/connect-steps";
import { ButtonLink } from "@/components/ui/button";
import { Flash } from "@/components/ui/flash";
import { PageHeader } from "@/components/ui/page-header";
import { findHome, whyElsewhere } from "@/lib/aws/connect-test";
import { getPrepared, listPrepared } from "@/lib/catalog/connect/connect";
import {
  cloudFormation,
  stackLine,
  stackSet,
  stackSetLimit,
  stackSetLines,
  templateLimitBytes,
  terraform,
} from "@/lib/catalog/connect/template";
import { toFailure } from "@/lib/failure";
import { firstRegionOf } from "@/lib/lambda/region";
import { may } from "@/lib/identity/may";
import { paths } from "@/lib/paths";
import { requireActor } from "../../../require-actor";
import { connect } from "../actions";

export const metadata: Metadata = { title: "Connect an account" };

/** The role of one account, and of all that are prepared, in every form; none for whoever may not connect accounts. */
async function templatesFor(
  account: { id: string; partition: string; externalId: string },
  homeAccountId: string,
) {
  const { id: accountId, partition, externalId } = account;
  const connector = { homeAccountId, accountId, partition, externalId };
  const others = (await listPrepared()).filter((one) => one.id !== accountId && one.partition === partition);
  const all = [connector] as [typeof connector, ...(typeof connector)[]];
  for (const one of others) {
    const more = { ...connector, accountId: one.id, externalId: one.externalId };
    if (all.length === stackSetLimit || stackSet([...all, more]).length > templateLimitBytes) break;
    all.push(more);
  }
  return {
    cloudFormation: cloudFormation(connector),
    stackLine: stackLine(firstRegionOf(partition)),
    terraform: terraform(connector),
    stackSet: stackSet(all),
    stackSetLines: stackSetLines(
      all.map((one) => one.accountId),
      partition,
    ),
    stackSetCount: all.length,
  };
}

/** How is this account connected? */
export default async function AccountPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor(paths.account(id));
  const account = await getPrepared(id).catch(() => null);
  if (!account) notFound();
  const can = may(actor, "connectAccount", { type: "System" });
  const home = await findHome().catch((error: unknown) => toFailure(error));
  const { externalId, partition, connection } = account;
  const trouble = "sentence" in home ? home.sentence : whyElsewhere(partition, home);
  const notConnected = trouble ? "Not connected." : "Not connected yet: make the role, then try it.";
  return (
    <>
      <PageHeader
        title={`${account.name === id ? "Account" : account.name} ${id}`}
        sub={connection === "none" ? notConnected : "Connected."}
        actions={<ButtonLink href={paths.accounts()}>All accounts</ButtonLink>}
      />
      {trouble ? <Flash tone="warning">{trouble}</Flash> : null}
      {"accountId" in home && externalId ? (
        <ConnectSteps
          accountId={id}
          roleArn={account.roleArn ?? ""}
          externalId={can.ok ? externalId : null}
          regions={account.regions.map(({ region }) => region)}
          connected={connection !== "none"}
          templates={
            can.ok && !trouble ? await templatesFor({ id, partition, externalId }, home.accountId) : null
          }
          action={connect}
          reason={can.ok ? trouble : can.reason}
          signInHref={paths.signIn({ callbackUrl: paths.account(id) })}
        />
      ) : null}
    </>
  );
}

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ExposureMark } from "@/components/access/exposure-mark";
import { TargetCard } from "@/components/functions/target-card";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { FilterBar } from "@/components/ui/filter-bar";
import { Flash } from "@/components/ui/flash";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeAgo } from "@/components/ui/time-ago";
import { accessQuery } from "@/lib/access/query";
import { findFunction } from "@/lib/catalog/get-function";
import { env } from "@/lib/env";
import { may } from "@/lib/identity/may";
import { policyLimitBytes } from "@/lib/lambda/policy";
import { paths } from "@/lib/paths";
import { requireActor } from "../../../require-actor";
import { readSearch, type SearchParams } from "../../../search";
import { statementFilters } from "../../access/filters";
import { adopt, refresh, remove } from "./actions";
import { targetItems } from "./target-items";

type Params = Promise<{ id: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const detail = await findFunction((await params).id);
  return { title: detail?.name ?? "Function" };
}

/** Who can invoke this, and how do I get in? */
export default async function FunctionPage({
  params,
  searchParams,
}: {
  params: Params;
  searchParams: SearchParams;
}) {
  const { id } = await params;
  const search = await readSearch(searchParams);
  const actor = await requireActor(paths.function(id, search));
  const query = accessQuery.parse(search);
  const detail = await findFunction(id, query.at);
  if (!detail) notFound();
  const now = new Date().toISOString();
  const { accountId, region, name, owners } = detail;
  const actions = {
    ...{ adopt, remove, maxDays: env().XACCOUNT_MAX_DAYS },
    signInHref: paths.signIn({ callbackUrl: paths.function(id) }),
  };
  const canRead = may(actor, "sync", { type: "Function", accountId, region, name, owners });
  return (
    <>
      <PageHeader
        title={<span className="font-mono text-[0.92em]">{name}</span>}
        sub={detail.description || "Who can invoke it, target by target, by whatever means."}
        actions={
          <>
            <ActionForm action={refresh} label="Read again">
              <input type="hidden" name="functionId" value={id} />
              <SubmitButton variant="default" busy="Reading…" reason={canRead.ok ? null : canRead.reason}>
                Read again from AWS
              </SubmitButton>
            </ActionForm>
            {(["csv", "ndjson"] as const).map((format) => (
              <ButtonLink
                key={format}
                href={paths.accessExport(format, { ...search, function: id })}
                prefetch={false}
              >
                Export {format.toUpperCase()}
              </ButtonLink>
            ))}
            <ButtonLink variant="primary" href={paths.newRequest({ function: id })}>
              Request access
            </ButtonLink>
          </>
        }
      />
      {detail.goneAt ? (
        <Flash tone="warning" title="AWS no longer has this function">
          What is shown is what was last read.
        </Flash>
      ) : null}
      <Card>
        <Facts
          entries={[
            ["ARN", <Mono key="arn" text={detail.arn} length={90} copy />],
            ["Account", `${detail.account.name} (${accountId}), ${region}`],
            [
              "Owners",
              owners.length
                ? `${owners.join(", ")} ${detail.ownerSource === "override" ? "(set by an administrator)" : "(from its tag)"}`
                : "nobody: administrators decide",
            ],
            ["Runtime", detail.runtime],
            ["Exposure", <ExposureMark key="exposure" exposure={detail.exposure} />],
            ["Read", <TimeAgo key="read" at={detail.syncedAt.toISOString()} now={now} />],
          ]}
        />
      </Card>
      <FilterBar path={paths.function(id)} values={search} filters={await statementFilters()} />
      {query.at ? (
        <Flash tone="accent" title="As it was">
          Who could invoke it on {query.at.toISOString().slice(0, 16).replace("T", " at ")} UTC, as far as it
          had been read.
        </Flash>
      ) : null}
      {targetItems(actor, detail, query).map((target) => (
        <TargetCard
          key={target.qualifier}
          functionId={id}
          functionName={name}
          target={target}
          now={now}
          limitBytes={policyLimitBytes}
          actions={actions}
        />
      ))}
    </>
  );
}

import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { RequestForm } from "@/components/requests/request-form";
import { Flash } from "@/components/ui/flash";
import { PageHeader } from "@/components/ui/page-header";
import { listAccounts } from "@/lib/catalog/accounts";
import { findFunction, sortTargets, type FunctionDetail } from "@/lib/catalog/get-function";
import { env } from "@/lib/env";
import { findRoom } from "@/lib/grants/room";
import { listStanding } from "@/lib/grants/standing";
import { may, whoCan } from "@/lib/identity/may";
import type { PersonActor, Resource } from "@/lib/identity/types";
import { parseAction } from "@/lib/lambda/actions";
import { paths } from "@/lib/paths";
import { cannotBePermanent } from "@/lib/requests/permanent";
import { requireActor } from "../../../require-actor";
import { readSearch, type SearchParams } from "../../../search";
import { submit } from "./actions";
import { PickFunction } from "./pick-function";

export const metadata: Metadata = { title: "Request access" };

async function FormFor({
  detail,
  search,
  actor,
}: {
  detail: FunctionDetail;
  search: Record<string, string | undefined>;
  actor: PersonActor;
}) {
  const { qualifier = "" } = search;
  const action = parseAction(search.action ?? "");
  const { id, accountId, region, name, owners, aliases, account } = detail;
  const facts = { accountId, region, name, owners };
  const asked: Resource = {
    type: "Request",
    requesterId: actor.personId,
    state: "pending",
    function: facts,
  };
  const permanentReason = cannotBePermanent(asked);
  const can = may(actor, "request", { type: "Function", ...facts });
  const [accounts, standing] = await Promise.all([listAccounts(), listStanding(id)]);
  const sorted = sortTargets(detail.targets);
  const room = await findRoom(detail, sorted);
  const targets = sorted.map(({ qualifier: one, version, policy }, index) => ({
    qualifier: one,
    ...{ version, policy, room: room[index] },
  }));
  // An alias is what one should ask for, so it is what stands there first.
  const wanted =
    targets.find((target) => target.qualifier === qualifier) ??
    targets.find((target) => aliases.includes(target.qualifier)) ??
    targets[0];
  const onCall = may(actor, "breakGlass", asked).ok;
  return (
    <>
      {onCall ? (
        <Flash tone="accent" title="You may break glass">
          Once it is sent, its page lets you have it applied at once, for at most{" "}
          {env().XACCOUNT_BREAK_GLASS_HOURS} hours. The owners are told, and somebody else reviews it
          afterwards.
        </Flash>
      ) : null}
      <RequestForm
        action={submit}
        functionId={id}
        fn={{
          partition: account.partition,
          accountId,
          region,
          name,
          aliases,
          organizationId: account.organizationId,
          targets,
          standing,
        }}
        draftId={randomUUID()}
        qualifier={wanted?.qualifier ?? ""}
        approvers={whoCan("approve", asked)}
        organizations={Object.fromEntries(accounts.map((one) => [one.id, one.organizationId]))}
        initial={{
          action: action.ok ? action.value : "lambda:InvokeFunction",
          principal: search.principal ?? "",
          durationDays: search.days ?? "90",
          permanent: search.permanent !== undefined && permanentReason === null,
          reason: search.reason ?? "",
        }}
        duration={{
          maxDays: env().XACCOUNT_MAX_DAYS,
          permanentApprovers: whoCan("approvePermanent", asked),
          permanentReason,
        }}
        signInHref={paths.signIn({ callbackUrl: paths.home() })}
        reason={can.ok ? null : can.reason}
      />
    </>
  );
}

/** How do I ask? */
export default async function NewRequestPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  const { function: id } = search;
  const actor = await requireActor(paths.newRequest(search));
  const detail = id ? await findFunction(id) : null;
  return (
    <>
      <PageHeader
        title={
          detail ? (
            <>
              Request access to <span className="font-mono text-[0.92em]">{detail.name}</span>
            </>
          ) : (
            "Request access"
          )
        }
        sub={
          detail
            ? `${detail.account.name} (${detail.accountId}), ${detail.region}`
            : "Choose the function first. What you type next is shown as the exact statement it becomes."
        }
      />
      {id && !detail ? (
        <Flash tone="warning">
          That function is not known here (any more). Nothing was sent; search for it.
        </Flash>
      ) : null}
      {detail ? <FormFor detail={detail} search={search} actor={actor} /> : <PickFunction q={search.q} />}
    </>
  );
}

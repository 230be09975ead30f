import { randomUUID } from "node:crypto";
import { RenewForm } from "@/components/requests/renew-form";
import { RequestForm, type RequestFormProps } from "@/components/requests/request-form";
import type { PreviewFunction } from "@/components/requests/request-preview";
import { Flash } from "@/components/ui/flash";
import { listAccounts } from "@/lib/catalog/accounts";
import { sortTargets, type FunctionDetail } from "@/lib/catalog/get-function";
import { env } from "@/lib/env";
import { findRoom } from "@/lib/grants/room";
import { listStanding } from "@/lib/grants/standing";
import { may, whoCan } from "@/lib/identity/may";
import type { PersonActor, Resource } from "@/lib/identity/types";
import { getAction, parseAction } from "@/lib/lambda/actions";
import { parseGrantee } from "@/lib/lambda/principal";
import { paths } from "@/lib/paths";
import { cannotBePermanent } from "@/lib/requests/permanent";
import { submit } from "./actions";

type Search = Record<string, string | undefined>;

/** What the form and its preview know of the function. */
async function previewOf(detail: FunctionDetail): Promise<PreviewFunction> {
  const { id, accountId, region, name, aliases, account } = detail;
  const sorted = sortTargets(detail.targets);
  const [standing, room] = await Promise.all([listStanding(id), findRoom(detail, sorted)]);
  const targets = sorted.map(({ qualifier, version, policy }, index) => ({
    ...{ qualifier, version, policy },
    room: room[index],
  }));
  const { partition, organizationId } = account;
  return { partition, accountId, region, name, aliases, organizationId, targets, standing };
}

/** Whether everything that was asked for before can be asked for again as it is: then the form is short. */
function isRepeat(
  { qualifier = "", action, principal, change }: Search,
  { targets }: PreviewFunction,
): boolean {
  const [what, whom] = [parseAction(action ?? ""), parseGrantee(principal ?? "")];
  if (change !== undefined || !what.ok || !whom.ok) return false;
  if (qualifier !== "" && !getAction(what.value).takesQualifier) return false;
  return targets.some((target) => target.qualifier === qualifier);
}

/** What stands in the fields at first. */
function initialOf(search: Search, maxDays: number, canBePermanent: boolean): RequestFormProps["initial"] {
  const action = parseAction(search.action ?? "");
  const days = Number(search.days);
  return {
    action: action.ok ? action.value : "lambda:InvokeFunction",
    principal: search.principal ?? "",
    durationDays: days > 0 ? String(Math.min(days, maxDays)) : String(Math.min(90, maxDays)),
    permanent: search.permanent !== undefined && canBePermanent,
    reason: search.reason ?? "",
  };
}

/** The form for one function: short when it asks again for what was asked before. */
export async function FormFor({
  detail,
  search,
  actor,
}: {
  detail: FunctionDetail;
  search: Search;
  actor: PersonActor;
}) {
  const { accountId, region, name, owners, aliases } = detail;
  const facts = { accountId, region, name, owners };
  const asked: Resource = {
    ...{ type: "Request", requesterId: actor.personId, state: "pending" },
    function: facts,
  };
  const permanentReason = cannotBePermanent(asked);
  const can = may(actor, "request", { type: "Function", ...facts });
  const [fn, accounts] = await Promise.all([previewOf(detail), listAccounts()]);
  const { XACCOUNT_MAX_DAYS: maxDays, XACCOUNT_BREAK_GLASS_HOURS: hours } = env();
  // An alias is what one should ask for, so it is what stands there first.
  const wanted =
    fn.targets.find((target) => target.qualifier === (search.qualifier ?? "")) ??
    fn.targets.find((target) => aliases.includes(target.qualifier)) ??
    fn.targets[0];
  const props: RequestFormProps = {
    ...{ action: submit, functionId: detail.id, fn, draftId: randomUUID() },
    qualifier: wanted?.qualifier ?? "",
    approvers: whoCan("approve", asked),
    organizations: Object.fromEntries(accounts.map((one) => [one.id, one.organizationId])),
    initial: initialOf(search, maxDays, permanentReason === null),
    duration: { maxDays, permanentApprovers: whoCan("approvePermanent", asked), permanentReason },
    signInHref: paths.signIn({ callbackUrl: paths.home() }),
    reason: can.ok ? null : can.reason,
  };
  return (
    <>
      {may(actor, "breakGlass", asked).ok ? (
        <Flash tone="accent" title="You may break glass">
          Once it is sent, its page lets you have it applied at once, for at most{" "}
          {hours === 1 ? "an hour" : `${hours} hours`}. The owners are told, and somebody else reviews it
          afterwards.
        </Flash>
      ) : null}
      {isRepeat(search, fn) ? (
        <RenewForm {...props} changeHref={paths.newRequest({ ...search, change: "yes" })} />
      ) : (
        <RequestForm {...props} />
      )}
    </>
  );
}

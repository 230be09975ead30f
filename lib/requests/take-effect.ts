import type { Record } from "@/lib/audit/record";
import { refreshPolicy } from "@/lib/catalog/refresh";
import type { Transaction } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { justifyItems } from "@/lib/grants/justify";
import { policyFull } from "@/lib/grants/room";
import { cannotRestOn, type Decider } from "@/lib/grants/standing";
import { principalAccount } from "@/lib/lambda/principal";
import type { Analysis } from "./analyse";
import { analyseRequest, type RequestDetail } from "./get";
import { principalOf } from "./resource";

/**
 * Why what is asked for can't take effect by somebody's decision: AWS would not take it, or what stands for it is to be
 * settled first; else null.
 */
export function cannotTakeEffect(decider: Decider, { items }: Analysis): string | null {
  for (const { standing, isThere } of items) {
    const cannot = standing && cannotRestOn(decider, standing, isThere);
    if (cannot) return cannot;
  }
  const item = items.find(({ fits }) => !fits);
  return item ? policyFull(item.input.target) : null;
}

/**
 * The world as it was shown: the live policies are read again, and the analysis must be the one that was decided by.
 * @param hash of the analysis that was on the screen
 * @throws XaccountError Conflict when it is another, or AWS would not take it; from AWS Throttled, Unreachable, Refused
 */
export async function readAsShown(decider: Decider, request: RequestDetail, hash: string): Promise<Analysis> {
  for (const { qualifier } of request.items) await refreshPolicy(request.functionId, qualifier);
  const now = await analyseRequest(request);
  const cannot = cannotTakeEffect(decider, now);
  if (now.hash === hash && cannot) throw new XaccountError("Conflict", `${cannot} Nothing was approved.`);
  if (now.hash === hash) return now;
  throw new XaccountError(
    "Conflict",
    "The function's policy changed since it was shown to you, so nothing was approved. The page now shows it as it is: look once more, then decide.",
  );
}

/**
 * Gives a request's items their grants, in the transaction of whatever decided it.
 * @param decider whoever decided
 * @param analysis what was shown to them
 * @param expiresAt when it ends; null: without an end
 */
export async function takeEffect(
  tx: Transaction,
  record: Record,
  request: RequestDetail,
  {
    decider,
    analysis,
    expiresAt,
    now,
  }: { decider: Decider; analysis: Analysis; expiresAt: Date | null; now: Date },
): Promise<void> {
  const { id, accountId, region, name } = request.function;
  const { principalKind, principal } = request;
  const items = analysis.items.map(({ itemId, input, isThere }) => ({ id: itemId, input, isThere }));
  const approved = {
    ...{ decider, requestId: request.id, expiresAt, principalKind, principal, items },
    principalAccountId: principalAccount(principalOf(principal)),
    function: { id, accountId, region, name },
  };
  await justifyItems(tx, record, approved, now);
}

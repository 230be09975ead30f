import type { Actor } from "@/lib/audit/actor";
import { db, type Reader, type Transaction } from "@/lib/db/client";
import { dayText } from "@/lib/lambda/duration";
import { renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
import { resourceOf } from "./live";
import { mayRestore, standsForColumns } from "./may-restore";
import { statementInputOf, type GrantFacts } from "./principal";

/** What a statement says: for a target, an action and a principal the product makes one statement, not several. */
export interface Said {
  functionId: string;
  qualifier: string;
  action: string;
  principal: string;
}

const select = {
  id: true,
  state: true,
  drift: true,
  expiresAt: true,
  statement: true,
  ...{ statementId: true, accountId: true, region: true, functionName: true },
  ...{ qualifier: true, action: true, principal: true },
  function: { select: { arn: true } },
} as const;

/** Whether its statement says just this: one that was adopted may carry conditions of its own. */
function saysJustThis(grant: GrantFacts & { statement: string | null; function: { arn: string } }): boolean {
  if (grant.statement === null) return true;
  const partition = grant.function.arn.split(":")[1] ?? "aws";
  return sameStatement(grant.statement, statementText(renderStatement(statementInputOf(grant, partition))));
}

/**
 * The grant whose statement says this already, standing or about to: another request for the same justifies it too.
 * @returns null when there is none
 */
export async function findStanding(reader: Reader | Transaction, said: Said) {
  const { functionId, qualifier, action, principal } = said;
  const grants = await reader.grant.findMany({
    where: { functionId, qualifier, action, principal, state: { in: ["applying", "active"] } },
    orderBy: { createdAt: "desc" },
    select: {
      ...{ ...select, requestId: true, origin: true, principalAccountId: true },
      request: { select: { requesterId: true } },
      function: { select: { arn: true, owners: true } },
      justifications: {
        where: { endedAt: null },
        orderBy: { createdAt: "desc" },
        select: standsForColumns,
      },
    },
  });
  return grants.find(saysJustThis) ?? null;
}
export type Standing = NonNullable<Awaited<ReturnType<typeof findStanding>>>;

/** The grant that stands for the same as one that failed: it was asked for anew meanwhile. Null when none does. */
export async function findInstead(
  reader: Reader | Transaction,
  failed: Said & { id: string },
): Promise<Standing | null> {
  const standing = await findStanding(reader, failed);
  return standing?.id === failed.id ? null : standing;
}

/** Why a grant that failed is not tried again where another stands for the same. */
export function standsInstead({ requestId, justifications }: Standing): string {
  const by = justifications[0]?.requestId ?? requestId;
  return `What it is for stands already, by request ${by}. A second statement would let the same in after that one ends: revoke this one; where the access is needed for longer, renew that one.`;
}

/** All that stands on a function, for the form that asks for more. */
export async function listStanding(functionId: string) {
  const grants = await db().grant.findMany({
    where: { functionId, state: { in: ["applying", "active"] } },
    orderBy: { createdAt: "desc" },
    take: 1000,
    select,
  });
  return grants.filter(saysJustThis).map(({ qualifier, action, principal, statementId, expiresAt }) => ({
    ...{ qualifier, action, principal, statementId },
    untilText: expiresAt ? dayText(expiresAt) : null,
  }));
}

/**
 * Whether one more request has its statement written again, or taken for granted on a function that was made anew.
 * @param isThere whether the live policy holds its statement
 */
export const isWrittenAgain = ({ state, drift }: Pick<Standing, "state" | "drift">, isThere: boolean) =>
  state === "active" && (drift === "function_recreated" || !isThere);

/** Why somebody may not have it restored, which deciding on one more request would do; null when they may. */
function cannotRestore(actor: Actor, standing: Standing): string | null {
  const answer = mayRestore(actor, resourceOf(standing), standing);
  if (answer.ok) return null;
  const by = standing.justifications[0]?.requestId ?? standing.requestId;
  return `A grant for the same no longer stands in AWS as it was granted, and this would restore it for all it stood for. ${answer.reason} Have that one restored first, or accept that it is over, on the page of request ${by}; then this can be approved.`;
}

/** Who decides that a further request takes effect; by glass for an emergency, which waits for no other's leave. */
export interface Decider {
  actor: Actor;
  byGlass: boolean;
}

/**
 * Why a further request can't rest on it as it is; null when it can.
 * @param isThere whether the live policy holds its statement
 */
export function cannotRestOn(
  { actor, byGlass }: Decider,
  standing: Standing,
  isThere: boolean,
): string | null {
  const { drift, origin } = standing;
  if (origin === "adopted" && (drift !== null || !isThere))
    return "A grant for the same was adopted, and its statement is no longer as it was then: what somebody else made is not written again here. Accept that it is over, on its page; then this can be approved.";
  if (drift === null || drift === "missing" || drift === "replaced" || drift === "function_recreated")
    return isWrittenAgain(standing, isThere) && !byGlass ? cannotRestore(actor, standing) : null;
  return "A grant for the same is no longer as granted: its statement was changed in AWS, or names nobody any more. Settle that one first; then ask anew.";
}

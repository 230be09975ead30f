import { db, type Reader, type Transaction } from "@/lib/db/client";
import { dayText } from "@/lib/lambda/duration";
import { renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
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
    select,
  });
  return grants.find(saysJustThis) ?? null;
}
export type Standing = NonNullable<Awaited<ReturnType<typeof findStanding>>>;

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

/** Why a further request can't rest on it as it is; null when it can. */
export function cannotRestOn({ drift }: Pick<Standing, "drift">): string | null {
  if (drift === null || drift === "missing" || drift === "replaced" || drift === "function_recreated")
    return null;
  return "A grant for the same is no longer as granted: its statement was changed in AWS, or names nobody any more. Settle that one first; then ask anew.";
}

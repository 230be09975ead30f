import { db } from "@/lib/db/client";
import { grantableActions } from "@/lib/lambda/actions";
import type { Caller } from "@/lib/lambda/caller";
import { evaluate } from "@/lib/lambda/evaluate";
import { coversAction } from "@/lib/lambda/match";
import { readPolicy } from "@/lib/lambda/policy";
import { parsePrincipal } from "@/lib/lambda/principal";
import type { Decision, PolicyDocument } from "@/lib/lambda/types";
import { formatTarget } from "./format-target";
import type { AccessRow } from "./rows";

/** The policies of targets, read, as they were at a moment. @param at absent: now */
export async function findPolicies(
  targetIds: string[],
  at: Date | undefined,
): Promise<Map<string, PolicyDocument>> {
  if (targetIds.length === 0) return new Map();
  const ids = [...new Set(targetIds)];
  const found = at
    ? await db().policySnapshot.findMany({
        where: { targetId: { in: ids }, seenAt: { lte: at }, OR: [{ goneAt: null }, { goneAt: { gt: at } }] },
        select: { targetId: true, policy: true },
      })
    : (await db().target.findMany({ where: { id: { in: ids } }, select: { id: true, policy: true } })).map(
        ({ id, policy }) => ({ targetId: id, policy }),
      );
  return new Map(found.map(({ targetId, policy }) => [targetId, readPolicy(policy)]));
}

/** The action a row is asked about: the one asked for, else the first that the statement covers. */
export function actionOf(row: AccessRow, asked: string | undefined): string {
  if (asked) return asked;
  const covered = (action: string) => row.actions.some((one) => coversAction(one, action)) !== row.notAction;
  return grantableActions.find(({ action }) => covered(action))?.action ?? "lambda:InvokeFunction";
}

/** Who a row names, as a caller; null when that can't be read. */
export function callerOf(row: AccessRow): Caller | null {
  const read = parsePrincipal(row.principal);
  return read.ok ? read.value : null;
}

/** What a target's policy says of one row's caller. `unknown` where the caller can't be read. */
export function decideRow(
  row: AccessRow,
  caller: Caller | null,
  organizationId: string | null | undefined,
  action: string,
  policies: Map<string, PolicyDocument>,
): Decision {
  if (!caller) return "unknown";
  const functionPolicy = policies.get(row.targetId) ?? null;
  return evaluate({ caller, organizationId, action, resource: formatTarget(row), functionPolicy }).decision;
}

import { findOrganization } from "@/lib/catalog/accounts";
import { findFunction, sortTargets } from "@/lib/catalog/get-function";
import { grantableActions } from "@/lib/lambda/actions";
import { contextOf } from "@/lib/lambda/caller";
import { evaluate, type Question } from "@/lib/lambda/evaluate";
import { judge } from "@/lib/lambda/judge";
import { markStatement, type MarkedLine } from "@/lib/lambda/marked";
import { wouldDiffer } from "@/lib/lambda/near-misses";
import type { Decision, Principal } from "@/lib/lambda/types";
import { findPolicies } from "./decide";
import { formatTarget } from "./format-target";

/** A statement that bears on the answer. */
export interface WhyStatement {
  ordinal: number;
  sid: string | null;
  effect: "Allow" | "Deny" | null;
  why: string;
  lines: MarkedLine[];
}

/** The answer for one target, and what it is made of. */
export interface WhyTarget {
  qualifier: string;
  arn: string;
  decision: Decision;
  statements: WhyStatement[];
  wouldDiffer: string[];
}

/**
 * Why a principal may, or may not, do something to a function, target by target; the function's side of it.
 * @param action absent: invoking, or the first action that anything lets the principal take
 * @param qualifier one target only; absent: all
 * @param at a past moment; absent: now
 * @returns null when there is no such function
 */
export async function explainAccess(
  principal: Principal,
  functionId: string,
  { action: asked, qualifier, at }: { action?: string; qualifier?: string; at?: Date },
): Promise<{ name: string; functionId: string; action: string; targets: WhyTarget[] } | null> {
  const detail = await findFunction(functionId, at);
  if (!detail) return null;
  const shown = sortTargets(detail.targets).filter(
    (one) => qualifier === undefined || one.qualifier === qualifier,
  );
  const policies = await findPolicies(
    shown.map(({ id }) => id),
    at,
  );
  const organizationId = "accountId" in principal ? await findOrganization(principal.accountId) : null;
  const questionOf = (target: (typeof shown)[number], action: string): Question => {
    const resource = formatTarget({ functionArn: detail.arn, qualifier: target.qualifier });
    return {
      caller: principal,
      organizationId,
      action,
      resource,
      functionPolicy: policies.get(target.id) ?? null,
    };
  };
  const isGiven = (action: string) =>
    shown.some((target) => evaluate(questionOf(target, action)).decision !== "denied");
  const action =
    asked ?? grantableActions.find((one) => isGiven(one.action))?.action ?? "lambda:InvokeFunction";
  const targets = shown.map((target): WhyTarget => {
    const question = questionOf(target, action);
    const { resource, functionPolicy } = question;
    const { decision, reasons } = evaluate(question);
    const context = contextOf(principal, resource, { organizationId });
    const call = { caller: principal, action: action.toLowerCase(), resource, bounded: false, context };
    const { bearings } = functionPolicy ? judge(functionPolicy, call, true) : { bearings: [] };
    const words = new Map(reasons().map(({ ordinal, why }) => [ordinal, why]));
    const statements = bearings.map(({ statement }) => ({
      ordinal: statement.ordinal,
      sid: statement.sid,
      effect: statement.effect,
      why: words.get(statement.ordinal) ?? "",
      lines: markStatement({ statement }, call),
    }));
    return {
      qualifier: target.qualifier,
      arn: resource,
      decision,
      statements,
      wouldDiffer: wouldDiffer(question),
    };
  });
  return { name: detail.name, functionId: detail.id, action, targets };
}

import { holds, type Context, type Truth } from "./conditions";
import { coversAction, matches } from "./match";
import { isReadable, readPolicy } from "./policy";
import type { Decision, Principal, Statement } from "./types";

/** One call to decide. Only the function's policy is looked at; the caller's own side is theirs to answer for. */
export interface Question {
  caller: Principal;
  callerOrganizationId?: string | null;
  action: string;
  /** The function's ARN as it is called, qualified or not. */
  resource: string;
  /** The policy of that very target; null when there is none. */
  functionPolicy: string | null;
  /** Further condition keys that are known; an empty array is a key known to be absent. */
  context?: Record<string, string | string[]>;
}

/** One statement that bears on the answer. */
export interface Reason {
  ordinal: number;
  sid: string | null;
  effect: "Allow" | "Deny" | null;
  /** Whether it depends on something that is not known. */
  conditional: boolean;
  why: string;
}

export interface Answer {
  decision: Decision;
  reasons: Reason[];
}

const and = (truths: Truth[]): Truth =>
  truths.includes("no") ? "no" : truths.includes("unknown") ? "unknown" : "yes";

/** Whether a principal of a policy is the caller, or holds it. */
function names(principal: Principal, caller: Principal): Truth {
  if (principal.kind === "anyone") return "yes";
  if (principal.kind === "unknown") return "unknown";
  if (principal.kind === "account")
    return "accountId" in caller && caller.accountId === principal.accountId ? "yes" : "no";
  if (principal.kind === "role" && caller.kind === "session") {
    return principal.accountId === caller.accountId && principal.name === caller.roleName ? "yes" : "no";
  }
  // Asked of a whole account: whether one of its identities is named says nothing of the others.
  if (caller.kind === "account" && "accountId" in principal && principal.accountId === caller.accountId)
    return "unknown";
  return principal.text === caller.text ? "yes" : "no";
}

function principalMatches(statement: Statement, caller: Principal): Truth {
  const each = statement.principals.map((principal) => names(principal, caller));
  const some: Truth = each.includes("yes") ? "yes" : each.includes("unknown") ? "unknown" : "no";
  if (!statement.notPrincipal || some === "unknown") return some;
  return some === "yes" ? "no" : "yes";
}

function contextOf({ caller, callerOrganizationId, context = {} }: Question): Context {
  const known = new Map<string, string[]>();
  if ("accountId" in caller) known.set("aws:principalaccount", [caller.accountId]);
  if (caller.kind === "role" || caller.kind === "user") known.set("aws:principalarn", [caller.text]);
  if (callerOrganizationId !== undefined)
    known.set("aws:principalorgid", callerOrganizationId ? [callerOrganizationId] : []);
  // A service acts for a resource; everybody else calls for themselves, so that these keys are not there.
  if (caller.kind !== "service") for (const key of ["aws:sourcearn", "aws:sourceaccount"]) known.set(key, []);
  for (const [key, value] of Object.entries(context))
    known.set(key.toLowerCase(), Array.isArray(value) ? value : [value]);
  return known;
}

function applies(statement: Statement, question: Question, context: Context): Truth {
  const action = statement.actions.some((one) => coversAction(one, question.action)) !== statement.notAction;
  const resource =
    statement.resources.some((one) => matches(one, question.resource)) !== statement.notResource;
  if (!action || !resource) return "no";
  const conditions = Object.entries(statement.conditions).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => holds(operator, key, values, context)),
  );
  return and([principalMatches(statement, question.caller), ...conditions]);
}

/**
 * Decides what a function's policy says of one call: an explicit Deny wins, then an Allow; qualifiers match strictly.
 * What can't be read or is not known makes the answer `unknown`, never no.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(question: Question): Answer {
  const context = contextOf(question);
  const found: Record<"Allow" | "Deny", Truth[]> = { Allow: [], Deny: [] };
  const reasons: Reason[] = [];
  let unreadable = false;
  for (const statement of readPolicy(question.functionPolicy).statements) {
    const { ordinal, sid } = statement;
    if (!isReadable(statement)) {
      unreadable = true;
      reasons.push({ ordinal, sid, effect: null, conditional: true, why: statement.unreadable });
      continue;
    }
    const truth = applies(statement, question, context);
    found[statement.effect].push(truth);
    if (truth === "no") continue;
    const verb = statement.effect === "Allow" ? "allows" : "denies";
    const why = truth === "yes" ? `It ${verb} the call.` : `It ${verb} the call if its conditions hold.`;
    reasons.push({ ordinal, sid, effect: statement.effect, conditional: truth === "unknown", why });
  }
  return { decision: decide(found.Deny, found.Allow, unreadable), reasons };
}

function decide(deny: Truth[], allow: Truth[], unreadable: boolean): Decision {
  if (deny.includes("yes")) return "denied";
  if (unreadable || deny.includes("unknown"))
    return allow.some((truth) => truth !== "no") || unreadable ? "unknown" : "denied";
  if (allow.includes("yes")) return "allowed";
  return allow.includes("unknown") ? "unknown" : "denied";
}

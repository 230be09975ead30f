import { organizationOf } from "../accounts";
import type { Ask, Decision, State } from "../types";
import { conditionHolds } from "./conditions";
import { fits, list, meets } from "./matching";

type Statement = Record<string, unknown>;
type Verdict = "deny" | "allow" | "delegate" | null;

function statementsOf(policy: string): Statement[] {
  const { Statement } = JSON.parse(policy) as { Statement?: Statement | Statement[] }; // written by this sandbox, which checked it
  if (Statement === undefined) return [];
  return Array.isArray(Statement) ? Statement : [Statement];
}

function contextOf(state: State, { caller, context = {} }: Ask): Record<string, string> {
  const organization = organizationOf(state, caller.accountId);
  const known = {
    "aws:principalaccount": caller.accountId,
    "aws:principalarn": caller.roleArn ?? caller.arn,
    ...(organization ? { "aws:principalorgid": organization } : {}),
  };
  return {
    ...known,
    ...Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value])),
  };
}

/** Whether an element (or its Not… twin) covers a value; null when the statement has neither. */
function elementCovers(
  statement: Statement,
  name: string,
  value: string,
  ignoreCase = false,
): boolean | null {
  const [is, isNot] = [statement[name], statement[`Not${name}`]];
  if (is === undefined && isNot === undefined) return null;
  return list(is ?? isNot).some((one) => fits(one, value, ignoreCase)) === (is !== undefined);
}

function covers(statement: Statement, { action, resource }: Ask, isResourcePolicy: boolean): boolean {
  if (!elementCovers(statement, "Action", action, true)) return false;
  // A trust policy names no resource: it is about the role it hangs on.
  return elementCovers(statement, "Resource", resource) ?? isResourcePolicy;
}

function verdictOf(
  statements: Statement[],
  ask: Ask,
  context: Record<string, string>,
  isResourcePolicy: boolean,
): Verdict {
  let verdict: Verdict = null;
  for (const statement of statements) {
    if (!covers(statement, ask, isResourcePolicy) || !conditionHolds(statement.Condition, context)) continue;
    const met = isResourcePolicy ? principalOf(statement, ask) : "named";
    if (!met) continue;
    if (statement.Effect === "Deny") return "deny";
    if (met === "named") verdict = "allow";
    else verdict ??= "delegate";
  }
  return verdict;
}

function principalOf(statement: Statement, ask: Ask): "named" | "delegated" | null {
  if (statement.Principal !== undefined) return meets(statement.Principal, ask.caller);
  if (statement.NotPrincipal === undefined) return null;
  return meets(statement.NotPrincipal, ask.caller) ? null : "named";
}

/**
 * Decides one call as AWS does: an explicit Deny wins; across accounts both sides must allow; within one, either side,
 * where the account itself as principal only delegates to identity policies. An administrator's own side allows all.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function authorize(state: State, ask: Ask): Decision {
  const context = contextOf(state, ask);
  const { caller, action, resource, resourcePolicy } = ask;
  const own = verdictOf(caller.identityPolicies.flatMap(statementsOf), ask, context, false);
  const theirs =
    resourcePolicy === undefined ? null : verdictOf(statementsOf(resourcePolicy), ask, context, true);
  const refuse = (why: string): Decision => ({
    allowed: false,
    message: `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  });
  if (own === "deny") return refuse("with an explicit deny in an identity-based policy");
  if (theirs === "deny") return refuse("with an explicit deny in a resource-based policy");
  const ownAllows = own === "allow" || caller.kind === "administrator";
  if (caller.accountId === ask.resourceAccountId) {
    return ownAllows || theirs === "allow"
      ? { allowed: true }
      : refuse(`because no identity-based policy allows the ${action} action`);
  }
  if (theirs === null) return refuse(`because no resource-based policy allows the ${action} action`);
  return ownAllows
    ? { allowed: true }
    : refuse(`because no identity-based policy allows the ${action} action`);
}

import { organizationOf } from "../accounts";
import type { Ask, Decision, State } from "../types";
import { conditionHolds, fits, list, meets } from "./matching";

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

function covers(statement: Statement, { action, resource }: Ask): boolean {
  const actions = list(statement.Action ?? statement.NotAction).some((one) => fits(one, action, true));
  if (actions !== (statement.Action !== undefined)) return false;
  // A trust policy names no resource: it is about the role it hangs on.
  if (statement.Resource === undefined && statement.NotResource === undefined) return true;
  const resources = list(statement.Resource ?? statement.NotResource).some((one) => fits(one, resource));
  return resources === (statement.Resource !== undefined);
}

function verdictOf(
  statements: Statement[],
  ask: Ask,
  context: Record<string, string>,
  isResourcePolicy: boolean,
): Verdict {
  let verdict: Verdict = null;
  for (const statement of statements) {
    if (!covers(statement, ask) || !conditionHolds(statement.Condition, context)) continue;
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

import { authorize } from "../iam/authorize";
import type { Call, Policy, State } from "../types";
import { accessDenied } from "./errors";
import { grantable } from "./grantable";
import { readPolicy, targetArn, type Target } from "./target";

/** The document as far as it has a say in an action: what it can't grant, it can still deny. */
function relevant({ document }: Policy, action: string): string {
  const Statement = grantable.has(action)
    ? document.Statement
    : document.Statement.filter(({ Effect }) => Effect === "Deny");
  return JSON.stringify({ ...document, Statement });
}

/**
 * Refuses a call that the caller may not make. A foreign function that does not exist has no policy, so that it
 * answers exactly as a denied one.
 * @param action without `lambda:`
 * @throws AwsError AccessDeniedException
 */
export function permit(
  state: State,
  call: Call,
  action: string,
  target: Target,
  context: Record<string, string> = {},
): void {
  const policy = readPolicy(state, call, target);
  const decision = authorize(state, {
    caller: call.caller,
    action: `lambda:${action}`,
    resource: targetArn(target),
    resourceAccountId: target.accountId,
    resourcePolicy: policy && relevant(policy, action),
    context,
  });
  if (!decision.allowed) throw accessDenied(decision.message);
}

/** The same for what acts on no function. */
export function permitAccount(state: State, call: Call, action: string): void {
  const decision = authorize(state, {
    caller: call.caller,
    action: `lambda:${action}`,
    resource: "*",
    resourceAccountId: call.caller.accountId,
  });
  if (!decision.allowed) throw accessDenied(decision.message);
}

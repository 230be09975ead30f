import { authorize } from "../iam/authorize";
import type { Call, State } from "../types";
import { accessDenied } from "./errors";
import { findFunction, targetArn, type Target } from "./target";

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
  const policy = findFunction(state, target)?.policies[target.qualifier];
  const decision = authorize(state, {
    caller: call.caller,
    action: `lambda:${action}`,
    resource: targetArn(target),
    resourceAccountId: target.accountId,
    resourcePolicy: policy ? JSON.stringify(policy.document) : undefined,
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

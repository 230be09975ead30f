import { may } from "./may";
import type { Actor, Answer, Resource } from "./types";

/** May this actor approve a request? One without an end takes being let to by two rules. */
export function mayApprove(actor: Actor, request: Resource, isPermanent: boolean): Answer {
  const answer = may(actor, "approve", request);
  return answer.ok && isPermanent ? may(actor, "approvePermanent", request) : answer;
}

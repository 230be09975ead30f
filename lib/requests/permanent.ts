import { may, whoCan } from "@/lib/identity/may";
import type { Actor, Answer, Resource } from "@/lib/identity/types";

/** Why access without an end can't be asked for; null where some rule lets somebody approve it. */
export function cannotBePermanent(request: Resource): string | null {
  if (whoCan("approvePermanent", request).length > 0) return null;
  return "No rule lets anybody approve access without an end. Ask for days; it can be renewed before they are over.";
}

/** May this actor approve a request? One without an end takes being let to by two rules. */
export function mayApprove(actor: Actor, request: Resource, durationDays: number | null): Answer {
  const answer = may(actor, "approve", request);
  return answer.ok && durationDays === null ? may(actor, "approvePermanent", request) : answer;
}

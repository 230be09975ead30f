import { may } from "@/lib/identity/may";
import { mayApprove } from "@/lib/identity/may-approve";
import type { Actor, Answer } from "@/lib/identity/types";
import type { Analysis } from "./analyse";
import { requestCan } from "./can";
import type { RequestDetail } from "./get";
import { resourceOf } from "./resource";
import { cannotTakeEffect } from "./take-effect";

type Step = keyof typeof requestCan;
/** Why each step can't be taken on a request; null when it can. */
export type Reasons = Record<Step, string | null>;

const why = (answer: Answer) => (answer.ok ? null : answer.reason);

/**
 * What a page says of the buttons of a request: its state's answer first, then that of the rules, then that of what
 * stands in AWS.
 * @param analysis what is shown; null when it could not be looked at
 */
export function reasonsFor(actor: Actor, request: RequestDetail, analysis: Analysis | null): Reasons {
  const resource = resourceOf(request);
  const ask = (step: Step) =>
    step === "approve"
      ? mayApprove(actor, resource, request.durationDays === null)
      : may(actor, step, resource);
  const steps = Object.keys(requestCan) as Step[]; // its own keys, of which there are no others
  const last = (step: Step) =>
    analysis && (step === "approve" || step === "breakGlass")
      ? cannotTakeEffect({ actor, byGlass: step === "breakGlass" }, analysis)
      : null;
  const entries = steps.map(
    (step) => [step, why(requestCan[step](request)) ?? why(ask(step)) ?? last(step)] as const,
  );
  return Object.fromEntries(entries) as Reasons; // one for each step
}

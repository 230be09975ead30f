import { XaccountError } from "@/lib/errors";
import { describeActor, describeResource } from "./entities";
import { rules } from "./rules";
import type { Actor, Answer, Resource, Step } from "./types";
import { forbiddenSentence, listWho, missingSentence, processSentence, type Kind } from "./words";

export type { Answer, FunctionFacts, PersonActor, Resource, Step } from "./types";

function kindsFor(step: Step, resource: Resource, permitted: Set<string> = new Set()): Kind[] {
  return rules()
    .rules.filter((rule) => rule.effect === "permit")
    .filter((rule) => rule.steps.includes(step) && rule.resources.includes(resource.type))
    .flatMap((rule) => (rule.who ? { who: rule.who, includesAsker: permitted.has(rule.id) } : []));
}

/**
 * May this actor take this step? Every verb asks it, and the pages ask the same to say why a button can't be used.
 * A rule that fails, and a step that the resource does not have, are a no.
 * @param step what the actor wants to do
 * @param resource what to do it on, with the facts the rules need
 * @returns yes, or no with a sentence
 */
export function may(actor: Actor, step: Step, resource: Resource): Answer {
  const who = describeActor(actor);
  const what = describeResource(resource);
  const verdict = rules().ask("all", who, step, what);
  if (verdict.allowed) return { ok: true };
  if (verdict.errors.length > 0) {
    console.error("A rule could not be evaluated, so the answer was no:", step, verdict.errors.join("; "));
    return {
      ok: false,
      reason:
        "The rules could not be evaluated, so the answer is no. Tell an administrator; the log says why.",
    };
  }
  if (actor.kind === "system") return { ok: false, reason: processSentence(step, actor.name) };
  const permitted = new Set(
    rules()
      .ask("permit", who, step, what)
      .by.map((rule) => rule.id),
  );
  const kinds = kindsFor(step, resource, permitted);
  const forbids = verdict.by.find((rule) => rule.reason);
  const reason = forbids?.reason
    ? forbiddenSentence(forbids.reason, kinds, resource, actor)
    : missingSentence(step, kinds, resource);
  return { ok: false, reason };
}

/** @throws XaccountError Forbidden with the reason, when the actor may not */
export function assertMay(actor: Actor, step: Step, resource: Resource): void {
  const answer = may(actor, step, resource);
  if (!answer.ok) throw new XaccountError("Forbidden", answer.reason);
}

/**
 * Who may take a step, in words: owners each by name, then everybody else by kind.
 * @returns for instance ["payments", "an administrator"]; empty when no person can
 */
export function whoCan(step: Step, resource: Resource): string[] {
  return listWho(kindsFor(step, resource), resource);
}

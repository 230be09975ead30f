import path from "node:path";
import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { env } from "@/lib/env";
import { XaccountError } from "@/lib/errors";
import type { Described } from "./entities";
import { describeActor, describeResource } from "./entities";
import { readRules, type Rule } from "./rule-files";
import { administratorGroup, type Actor, type Resource, type Step } from "./types";

/** What the rules say to one question. `by` are the rules that decided: permits on a yes, forbids on a no. */
export interface Verdict {
  allowed: boolean;
  by: Rule[];
  /** Rules that could not be evaluated, or why the question makes no sense. Any of them is a no. */
  errors: string[];
}

/** Rules ready to be asked. */
export interface RuleBook {
  rules: Rule[];
  /** @param effect ask only the permitting rules, or all */
  ask(effect: "all" | "permit", actor: Described, step: Step, resource: Described): Verdict;
}

let loaded = 0;

/**
 * Reads and checks a folder of rules.
 * @throws XaccountError Internal when a rule is broken, or when the rules let people review what is their own
 */
export function loadRules(folder: string): RuleBook {
  const { schema, rules } = readRules(folder);
  const name = `rules-${++loaded}`;
  preparseSchema(name, schema);
  for (const effect of ["all", "permit"] as const) {
    const kept = rules.filter((rule) => effect === "all" || rule.effect === effect);
    const staticPolicies = Object.fromEntries(kept.map((rule) => [rule.id, rule.text]));
    preparsePolicySet(`${name}-${effect}`, { staticPolicies });
  }
  const book: RuleBook = {
    rules,
    ask(effect, actor, step, resource) {
      const answer = statefulIsAuthorized({
        principal: actor.uid,
        action: { type: "Action", id: step },
        resource: resource.uid,
        context: {},
        preparsedSchemaName: name,
        validateRequest: true,
        preparsedPolicySetId: `${name}-${effect}`,
        entities: [...actor.entities, ...resource.entities],
      });
      if (answer.type === "failure") {
        return { allowed: false, by: [], errors: answer.errors.map((error) => error.message) };
      }
      const { decision, diagnostics } = answer.response;
      const errors = diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`);
      const decided = new Set(diagnostics.reason);
      const by = rules.filter((rule) => decided.has(rule.id));
      // Cedar leaves out a rule that fails; a forbidding one left out must not become a yes.
      return { allowed: decision === "allow" && errors.length === 0, by, errors };
    },
  };
  refuseSelfReview(book);
  return book;
}

const facts = { accountId: "123456789012", region: "us-east-1", name: "my-function" };

/** What no rules of anybody's may do: let people review what they asked for, or applied, themselves. */
function refuseSelfReview(book: RuleBook): void {
  const actor: Actor = {
    kind: "person",
    personId: "somebody",
    name: "Somebody",
    email: "somebody@example.com",
    groups: [administratorGroup, "xaccount-break-glass", "owners"],
  };
  const { personId } = actor;
  const refuse = (step: Step, resource: Resource, what: string, rule: string) => {
    if (!book.ask("all", describeActor(actor), step, describeResource(resource)).allowed) return;
    throw new XaccountError(
      "Internal",
      `The rules let somebody ${what}, so Xaccount does not start. Put the rule ${rule} back.`,
    );
  };
  for (const owners of [["owners"], ["somebody@example.com"], []]) {
    const asked = (requesterId: string, state: string, glassBrokenById?: string): Resource => ({
      ...{ type: "Request", requesterId, state, glassBrokenById },
      function: { ...facts, owners },
    });
    const own = asked(personId, "pending");
    refuse("approve", own, "approve their own request", "nobody-approves-their-own");
    for (const broken of [asked(personId, "applied", "other"), asked("other", "applied", personId)])
      refuse(
        ...(["settleGlass", broken, "give the review of glass they broke or had broken"] as const),
        "nobody-settles-their-own-glass",
      );
  }
}

let book: RuleBook | undefined;

/** The rules in force, read at first use. Called at start, so that broken rules stop it there. */
export function rules(): RuleBook {
  return (book ??= loadRules(path.resolve(/* turbopackIgnore: true */ env().XACCOUNT_RULES)));
}

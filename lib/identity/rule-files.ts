import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  getValidRequestEnvsPolicy,
  policySetTextToParts,
  policyToJson,
  validate,
  type DetailedError,
} from "@cedar-policy/cedar-wasm/nodejs";
import { XaccountError } from "@/lib/errors";

/** One rule, read and checked. `steps` and `resources` are what it can apply to at all. */
export interface Rule {
  id: string;
  effect: "permit" | "forbid";
  text: string;
  /** Who it lets, in words (`@who`); a forbidding rule and a rule for processes have none. */
  who: string | null;
  /** Why it forbids (`@reason`). */
  reason: string | null;
  steps: string[];
  resources: string[];
}

const broken = (where: string, why: string) =>
  new XaccountError("Internal", `The rules can't be used, so Xaccount does not start. ${where}: ${why}`);
const told = (errors: DetailedError[]) =>
  errors.map((error) => [error.message, error.help].filter(Boolean).join(" – ")).join("; ");
const bare = (uid: string) => /"(.*)"$/.exec(uid)?.[1] ?? uid;

function readRule(text: string, file: string, schema: string): Rule {
  const answer = policyToJson(text);
  if (answer.type === "failure") throw broken(file, told(answer.errors));
  const { effect, annotations = {} } = answer.json;
  const { id, who = null, reason = null } = annotations;
  if (!id) throw broken(file, `a rule has no @id: ${text.trim().split("\n")[0]}`);
  const applies = getValidRequestEnvsPolicy(text, schema);
  if (applies.type === "failure") throw broken(`${file}, rule ${id}`, applies.error);
  if (effect === "forbid" && !reason) throw broken(`${file}, rule ${id}`, "it forbids and has no @reason.");
  if (effect === "permit" && !who && applies.principals.includes("Person")) {
    throw broken(`${file}, rule ${id}`, "it lets people do something and has no @who.");
  }
  return { id, effect, text, who, reason, steps: applies.actions.map(bare), resources: applies.resources };
}

/**
 * Reads a folder of rules: `xaccount.cedarschema` and every `*.cedar` beside it, strictly validated.
 * @throws XaccountError Internal, naming the file, the rule and what is wrong with it
 */
export function readRules(folder: string): { schema: string; rules: Rule[] } {
  let schema: string;
  let files: string[];
  try {
    schema = readFileSync(path.join(folder, "xaccount.cedarschema"), "utf8");
    files = readdirSync(folder).filter((name) => name.endsWith(".cedar"));
  } catch (cause) {
    throw broken(folder, cause instanceof Error ? cause.message : String(cause));
  }
  const rules: Rule[] = [];
  for (const file of files.sort()) {
    const parts = policySetTextToParts(readFileSync(path.join(folder, file), "utf8"));
    if (parts.type === "failure") throw broken(file, told(parts.errors));
    if (parts.policy_templates.length > 0) throw broken(file, "templates can't be used.");
    for (const text of parts.policies) {
      const rule = readRule(text, file, schema);
      if (rules.some((other) => other.id === rule.id))
        throw broken(file, `two rules have the @id ${rule.id}.`);
      rules.push(rule);
    }
  }
  const staticPolicies = Object.fromEntries(rules.map((rule) => [rule.id, rule.text]));
  const checked = validate({ schema, policies: { staticPolicies } });
  if (checked.type === "failure") throw broken(folder, told(checked.errors));
  // A rule that can never apply is a mistake too: a forbidding one would protect nothing.
  const wrong = [...checked.validationErrors, ...checked.validationWarnings];
  if (wrong.length > 0) {
    throw broken(folder, wrong.map(({ policyId, error }) => `${policyId}: ${told([error])}`).join("; "));
  }
  return { schema, rules };
}

import { isReadable } from "../policy";
import { statementRules } from "./statement-rules";
import { targetRules } from "./target-rules";
import type { AccessFinding, FindingFacts } from "./types";

/** Levels as one sorts by them: 0 is the gravest. */
export const gravity = { danger: 0, warning: 1, info: 2 };

/** What should be known of a function's policies, the gravest first. */
export function functionFindings(facts: FindingFacts): AccessFinding[] {
  const found: AccessFinding[] = [];
  for (const target of facts.targets) {
    const { qualifier, policy } = target;
    for (const statement of policy.statements) {
      if (!isReadable(statement) || statement.effect === "Deny") continue;
      const { ordinal, sid } = statement;
      for (const rule of statementRules) {
        const said = rule(statement, facts);
        if (said) found.push({ ...said, qualifier, ordinal, sid });
      }
    }
    for (const rule of targetRules) {
      const said = rule(target, facts);
      if (said) found.push({ ...said, qualifier, ordinal: null, sid: null });
    }
  }
  return found.toSorted((a, b) => gravity[a.level] - gravity[b.level]);
}

/** Every kind of finding, as one filters by it. */
export const findingCodes = [
  "public",
  "public-by-condition",
  "all-actions",
  "changes-code",
  "confused-deputy",
  "orphan",
  "outside-organization",
  "whole-account",
  "half-url",
  "near-limit",
  "unqualified-beside-aliases",
  "alias-version-drift",
  "unreadable",
] as const;

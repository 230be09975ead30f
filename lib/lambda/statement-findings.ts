import { statementReach } from "./reach";
import type { Finding, FunctionArn, Statement } from "./types";

/** Risks of a statement of a live policy. @param owner the function the policy hangs on */
export function statementFindings(statement: Statement, owner: FunctionArn): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, level: Finding["level"], title: string, detail: string) =>
    findings.push({ code, level, title, detail });
  if (statement.effect === "Deny") return findings;
  const { exposure, conditional } = statementReach(statement, owner);
  if (exposure === "public") {
    const title = conditional ? "Public, but for its conditions" : "Public: everybody on the internet";
    add("public", "danger", title, "Name the accounts or the organization that call instead.");
  }
  if (statement.actions.some((action) => /^(\*|lambda:\*)$/i.test(action))) {
    add(
      "all-actions",
      "danger",
      "All actions, deletion and new code included",
      "Grant the actions that are needed, each by itself.",
    );
  }
  const keys = Object.values(statement.conditions).flatMap((block) =>
    Object.keys(block).map((key) => key.toLowerCase()),
  );
  const guarded = keys.includes("aws:sourcearn") || keys.includes("aws:sourceaccount");
  if (statement.principals.some(({ kind }) => kind === "service") && !guarded) {
    add(
      "confused-deputy",
      "warning",
      "A service without SourceArn or SourceAccount",
      "The service may act for a stranger's resource too. Hold it to yours.",
    );
  }
  if (statement.principals.some(({ kind }) => kind === "orphan")) {
    add(
      "orphan",
      "warning",
      "The role or user was deleted",
      "Nobody can use it, and AWS may refuse further statements until it is removed.",
    );
  }
  return findings;
}

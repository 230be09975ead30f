import { coversAction } from "../match";
import { isReadable, policyLimitBytes } from "../policy";
import { findFree } from "../policy-room";
import { removableWords } from "../room-words";
import type { Statement } from "../types";
import type { FindingFacts, FoundTarget, Said } from "./types";

const allowsOf = (target: FoundTarget) =>
  target.policy.statements.filter((one): one is Statement => isReadable(one) && one.effect === "Allow");
const covers = (statement: Statement, action: string) =>
  statement.actions.some((one) => coversAction(one, action)) !== statement.notAction;
const hasKey = (statement: Statement, key: string) => statement.conditionList.some((one) => one.key === key);
const whoOf = (statement: Statement) => statement.principals.map(({ text }) => text);

/** A rule about one target's policy. */
export type TargetRule = (target: FoundTarget, facts: FindingFacts) => Said | null;

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
const halfUrl: TargetRule = (target) => {
  const statements = allowsOf(target);
  // A statement that gives both (lambda:*) is no half.
  const url = statements.filter(
    (one) => covers(one, "lambda:InvokeFunctionUrl") && !covers(one, "lambda:InvokeFunction"),
  );
  const via = statements.filter((one) => hasKey(one, "lambda:invokedviafunctionurl"));
  const invokes = statements.filter((one) => covers(one, "lambda:InvokeFunction")).flatMap(whoOf);
  const urls = statements.filter((one) => covers(one, "lambda:InvokeFunctionUrl")).flatMap(whoOf);
  const half = [
    ...url.flatMap(whoOf).filter((who) => !invokes.includes(who) && !invokes.includes("*")),
    ...via.flatMap(whoOf).filter((who) => !urls.includes(who) && !urls.includes("*")),
  ];
  if (half.length === 0) return null;
  return {
    code: "half-url",
    level: "warning",
    title: "A function URL with half its pair",
    detail: "A URL call needs lambda:InvokeFunctionUrl and lambda:InvokeFunction; one of them is missing.",
    exposed: `Refused today: ${[...new Set(half)].join(", ")}`,
    wayOut: "Add the other statement, or remove this one if nobody calls the URL.",
  };
};

const nearLimit: TargetRule = ({ policy: { bytes, statements } }, { owner, organizationOf }) => {
  if (bytes < policyLimitBytes * 0.8) return null;
  const { free } = findFree(statements, { ownerAccountId: owner.accountId, organizationOf });
  const percent = Math.floor((100 * bytes) / policyLimitBytes);
  return {
    code: "near-limit",
    level: percent >= 95 ? "danger" : "warning",
    title: `The policy is ${percent} % full`,
    detail: `${bytes.toLocaleString("en")} of ${policyLimitBytes.toLocaleString("en")} bytes; then AWS refuses any further statement.`,
    exposed: "Whoever asks next",
    wayOut:
      free.length > 0
        ? `Nobody would miss: ${removableWords(free)}.`
        : "Remove statements nobody uses; several roles of one account can become that account.",
  };
};

const unqualifiedBesideAliases: TargetRule = (target, { targets }) => {
  if (target.kind !== "function" || allowsOf(target).length === 0) return null;
  const aliases = targets.filter(({ kind }) => kind === "alias").map(({ qualifier }) => qualifier);
  if (aliases.length === 0) return null;
  return {
    code: "unqualified-beside-aliases",
    level: "info",
    title: "A grant without a qualifier, beside aliases",
    detail: "Who calls the function without a qualifier runs $LATEST: whatever was uploaded last.",
    exposed: [...new Set(allowsOf(target).flatMap(whoOf))].join(", "),
    wayOut: `Grant through an alias (${aliases.join(", ")}), and remove the unqualified statement.`,
  };
};

/** Who may invoke, whatever the target is called. */
const invokers = (target: FoundTarget) =>
  new Set(
    allowsOf(target)
      .filter((one) => covers(one, "lambda:InvokeFunction"))
      .flatMap(whoOf),
  );

const drifted: TargetRule = (target, { targets }) => {
  if (target.kind !== "alias") return null;
  const version = targets.find(({ kind, qualifier }) => kind === "version" && qualifier === target.version);
  if (!version) return null;
  const [alias, behind] = [invokers(target), invokers(version)];
  if (alias.size === 0 || behind.size === 0) return null;
  const only = [...behind].filter((who) => !alias.has(who));
  const missing = [...alias].filter((who) => !behind.has(who));
  if (only.length + missing.length === 0) return null;
  return {
    code: "alias-version-drift",
    level: "info",
    title: `The alias and version ${target.version} let in different callers`,
    detail: "Each has a policy of its own; whoever calls the version is not moved on with the alias.",
    exposed: [
      only.length > 0 ? `through the version only: ${only.join(", ")}` : "",
      missing.length > 0 ? `through the alias only: ${missing.join(", ")}` : "",
    ]
      .filter(Boolean)
      .join("; "),
    wayOut: "Grant through the alias alone, and remove the version's statements.",
  };
};

const unreadable: TargetRule = ({ policy }) => {
  const [first, ...more] = policy.statements.filter((one) => !isReadable(one));
  if (!first || isReadable(first)) return null;
  return {
    code: "unreadable",
    level: "warning",
    title: "A statement that can't be read",
    detail: first.unreadable,
    exposed: more.length > 0 ? `Not known, also of ${more.length} more` : "Not known",
    wayOut: "Look at the document; replace the statement by one that says the same plainly.",
  };
};

/** Rules about a target's whole policy. */
export const targetRules: TargetRule[] = [halfUrl, nearLimit, unqualifiedBesideAliases, drifted, unreadable];

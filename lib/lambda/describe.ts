import { getAction } from "./actions";
import { targetName } from "./arn";
import type { Principal, StatementInput } from "./types";

/** A piece of a sentence; `strong` for what matters in it, `code` for names. */
export interface Phrase {
  text: string;
  strong?: boolean;
  code?: boolean;
}

const plain = (text: string): Phrase => ({ text });
const strong = (text: string): Phrase => ({ text, strong: true });
const code = (text: string): Phrase => ({ text, code: true });

function who(principal: Principal): Phrase[] {
  switch (principal.kind) {
    case "account":
      return [
        strong(`Any identity in account ${principal.accountId}`),
        plain(" that its administrators permit"),
      ];
    case "organization":
      return [
        strong(`Any identity in any account of organization ${principal.text}`),
        plain(" that its administrators permit"),
      ];
    case "role":
      return [strong(`The role ${principal.name} of account ${principal.accountId}`)];
    case "user":
      return [strong(`The user ${principal.name} of account ${principal.accountId}`)];
    case "session":
    case "service":
    case "anyone":
    case "orphan":
    case "unknown":
      return [code(principal.text)];
  }
}

function where({ functionName, qualifier }: StatementInput["target"], version?: string): Phrase[] {
  if (qualifier === "") return [code(functionName), plain(", called without a qualifier")];
  if (/^\d+$/.test(qualifier))
    return [plain("version "), strong(qualifier), plain(" of "), code(functionName)];
  const now = version ? [plain(", now version "), strong(version)] : [];
  return [code(functionName), plain(" through the alias "), strong(qualifier), ...now];
}

function limits({ functionName, qualifier }: StatementInput["target"]): string {
  if (qualifier === "") return " It does not reach its aliases or versions.";
  const kind = /^\d+$/.test(qualifier) ? "versions" : "aliases, versions";
  return ` It does not reach other ${kind}, or ${functionName} without a qualifier.`;
}

function end(untilText: string | null | undefined): Phrase[] {
  if (untilText === undefined) return [];
  return untilText === null
    ? [plain(", "), strong("without an end")]
    : [plain(", until "), strong(untilText)];
}

/**
 * What a grant will let the grantee do, in a sentence or two.
 * @param aliasVersion the version the alias points to now
 * @param untilText when it ends, in words ("21 Feb 2027"); null: never; absent: not said
 */
export function describeGrant(grant: {
  input: StatementInput;
  aliasVersion?: string;
  untilText?: string | null;
}): Phrase[] {
  const { input, aliasVersion, untilText } = grant;
  return [
    ...who(input.principal),
    plain(" may "),
    strong(getAction(input.action).lets),
    plain(" "),
    ...where(input.target, aliasVersion),
    ...end(untilText),
    plain("."),
    plain(limits(input.target)),
  ];
}

/** The same as plain text. */
export function phrasesText(phrases: Phrase[]): string {
  return phrases.map((phrase) => phrase.text).join("");
}

/** What is granted, in a line: `lambda:InvokeFunction on my-function:prod`. */
export function grantLine(action: string, functionName: string, qualifier: string): string {
  return `${action} on ${targetName(functionName, qualifier)}`;
}

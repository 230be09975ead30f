import type { Condition } from "./conditions";

/** Keys as people say them. */
const keys: Record<string, string> = {
  "aws:sourcearn": "it comes through",
  "aws:sourceaccount": "it comes from a resource of account",
  "aws:sourceorgid": "it comes from a resource of organization",
  "aws:principalorgid": "the caller's organization",
  "aws:principalaccount": "the caller's account",
  "aws:principalarn": "the caller",
  "aws:sourceip": "the caller's address",
  "aws:sourcevpc": "the caller's VPC",
  "aws:sourcevpce": "the VPC endpoint",
  "aws:securetransport": "the call is encrypted",
  "aws:multifactorauthpresent": "the caller used a second factor",
  "aws:currenttime": "the time",
  "lambda:functionurlauthtype": "the function URL's AuthType",
  "lambda:invokedviafunctionurl": "it comes through the function URL",
  "lambda:eventsourcetoken": "the event source's token",
};
const verbs: Record<string, [is: string, isNot: string]> = {
  StringLike: ["is like", "is not like"],
  ArnLike: ["is like", "is not like"],
  NumericLessThan: ["is below", ""],
  NumericLessThanEquals: ["is at most", ""],
  NumericGreaterThan: ["is above", ""],
  NumericGreaterThanEquals: ["is at least", ""],
  DateLessThan: ["is before", ""],
  DateLessThanEquals: ["is at the latest", ""],
  DateGreaterThan: ["is after", ""],
  DateGreaterThanEquals: ["is at the earliest", ""],
  IpAddress: ["is in", "is not in"],
};

function values(wanted: string[]): string {
  const shown = wanted.slice(0, 3).join(" or ");
  return wanted.length > 3 ? `${shown} or one of ${wanted.length - 3} more` : shown;
}

function words({ operator, key, keyText, wanted }: Condition): string {
  const { name, negated, quantifier, ifExists } = operator;
  const known = keys[key];
  if (name === "Null") return `${keyText} is ${wanted.includes("true") ? "absent" : "there"}`;
  const optional = ifExists ? ", where it is known," : "";
  if (known?.startsWith("it comes")) {
    if (name === "Bool") return wanted[0] === "true" ? known : `not ${known}`;
    return `${negated ? "it does not come" : "it comes"}${known.slice("it comes".length)} ${values(wanted)}`;
  }
  if (name === "Bool" && known) return wanted[0] === "true" ? known : `it is not so that ${known}`;
  const base = name.replace("Not", "");
  const [is, isNot] = verbs[name === "NotIpAddress" ? "IpAddress" : base] ?? ["is", "is not"];
  const each = quantifier === null ? "" : quantifier === "all" ? "every value of " : "a value of ";
  return `${each}${known ?? keyText}${optional} ${negated ? isNot : is} ${values(wanted)}`;
}

/** The conditions of a statement as the end of "if …"; '' when there are none. */
export function conditionWords(list: readonly Condition[]): string {
  return list.map(words).join(" and ");
}

import { inRange } from "./address";
import { matches } from "./match";

/** Compares what a call has with what a policy wants; null when either can't be read. */
export type Test = (actual: string, wanted: string) => boolean | null;

const numberOf = (text: string) =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
/** ISO 8601, UTC where it names no zone; or seconds since 1970. */
function dateOf(text: string): number {
  if (/^\d{5,}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const isLocal = /T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text);
  return Date.parse(isLocal ? `${text}Z` : text);
}
const ordered =
  (read: (text: string) => number, compare: (a: number, b: number) => boolean): Test =>
  (actual, wanted) => {
    const [a, b] = [read(actual), read(wanted)];
    return Number.isNaN(a) || Number.isNaN(b) ? null : compare(a, b);
  };

/** ARNs match part by part: a star does not reach over the first five colons. */
const arn: Test = (actual, wanted) => {
  const [a, w] = [actual.split(":"), wanted.split(":")];
  if (wanted === "*") return true;
  if (w.length < 6) return null; // no pattern of an ARN
  if (a.length < 6) return false;
  const tail = (parts: string[]) => parts.slice(5).join(":");
  return w.slice(0, 5).every((part, index) => matches(part, a[index] ?? "")) && matches(tail(w), tail(a));
};

const less = (a: number, b: number) => a < b;
const atMost = (a: number, b: number) => a <= b;
const same = (a: number, b: number) => a === b;
const more = (a: number, b: number) => a > b;
const atLeast = (a: number, b: number) => a >= b;

const positive: Record<string, Test> = {
  StringEquals: (a, b) => a === b,
  StringEqualsIgnoreCase: (a, b) => a.toLowerCase() === b.toLowerCase(),
  StringLike: (a, b) => matches(b, a),
  NumericEquals: ordered(numberOf, same),
  NumericLessThan: ordered(numberOf, less),
  NumericLessThanEquals: ordered(numberOf, atMost),
  NumericGreaterThan: ordered(numberOf, more),
  NumericGreaterThanEquals: ordered(numberOf, atLeast),
  DateEquals: ordered(dateOf, same),
  DateLessThan: ordered(dateOf, less),
  DateLessThanEquals: ordered(dateOf, atMost),
  DateGreaterThan: ordered(dateOf, more),
  DateGreaterThanEquals: ordered(dateOf, atLeast),
  Bool: (a, b) => a.toLowerCase() === b.toLowerCase(),
  BinaryEquals: (a, b) => a === b,
  IpAddress: inRange,
  ArnEquals: arn,
  ArnLike: arn,
};

/** Negated operators hold when none of the values matches; and when the key is missing. */
const negated: Record<string, string> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
};

/** A condition operator, with what stands before and after it. */
export interface Operator {
  /** `StringEquals`, `Null`. */
  name: string;
  /** Whether it holds when nothing matches. */
  negated: boolean;
  /** Null has none: it looks at presence only. */
  test: Test | null;
  quantifier: "all" | "any" | null;
  ifExists: boolean;
  /** Whether policy variables mean something in its values, and stars in those are wildcards. */
  takesVariables: boolean;
  takesWildcards: boolean;
}

const names = new Map(
  [...Object.keys(positive), ...Object.keys(negated), "Null"].map((name) => [name.toLowerCase(), name]),
);

/**
 * Reads a condition operator, in any case, with `ForAllValues:`, `ForAnyValue:` and `IfExists`.
 * @returns null for one that IAM does not have
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function readOperator(text: string): Operator | null {
  const [, set, plain = "", ifExists] = /^(?:(for(?:all|any)values?):)?(.+?)(ifexists)?$/i.exec(text) ?? [];
  if (set && !/^(forallvalues|foranyvalue)$/i.test(set)) return null;
  const name = names.get(plain.toLowerCase());
  if (!name || (name === "Null" && ifExists)) return null;
  const base = negated[name] ?? name;
  return {
    name,
    negated: name in negated,
    test: positive[base] ?? null,
    quantifier: set ? (/all/i.test(set) ? "all" : "any") : null,
    ifExists: ifExists !== undefined,
    takesVariables: /^(String|Arn)/.test(base),
    takesWildcards: base === "StringLike" || base.startsWith("Arn"),
  };
}

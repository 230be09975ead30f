import { matches } from "./match";

/** What a condition says of a call: it holds, it does not, or that depends on something not known. */
export type Truth = "yes" | "no" | "unknown";

/** What is known of a call, by condition key in lower case. */
export type Context = ReadonlyMap<string, string[]>;

type Test = (actual: string, wanted: string) => boolean | null;

const number =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, wanted) => {
    const [a, b] = [Number(actual), Number(wanted)];
    return Number.isNaN(a) || Number.isNaN(b) ? null : compare(a, b);
  };
const date =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, wanted) => {
    const read = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
    const [a, b] = [read(actual), read(wanted)];
    return Number.isNaN(a) || Number.isNaN(b) ? null : compare(a, b);
  };
/** ARNs match part by part: a star does not reach over a colon in the first five. */
const arn: Test = (actual, wanted) => {
  const [a, w] = [actual.split(":"), wanted.split(":")];
  if (a.length < 6 || w.length < 6) return matches(wanted, actual);
  const tail = (parts: string[]) => parts.slice(5).join(":");
  return w.slice(0, 5).every((part, index) => matches(part, a[index] ?? "")) && matches(tail(w), tail(a));
};
const address: Test = (actual, wanted) => {
  const read = (text: string) => {
    const parts = text.split(".").map(Number);
    if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
      return null;
    return parts.reduce((sum, part) => sum * 256 + part, 0);
  };
  const [base = "", bits = "32"] = wanted.split("/");
  const [a, b] = [read(actual), read(base)];
  if (a === null || b === null) return actual === wanted ? true : null; // IPv6 ranges are not read
  const size = 2 ** (32 - Number(bits));
  return Math.floor(a / size) === Math.floor(b / size);
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const tests: Record<string, Test> = {
  StringEquals: (a, b) => a === b,
  StringEqualsIgnoreCase: (a, b) => a.toLowerCase() === b.toLowerCase(),
  StringLike: (a, b) => matches(b, a),
  NumericEquals: number((a, b) => a === b),
  NumericLessThan: number((a, b) => a < b),
  NumericLessThanEquals: number((a, b) => a <= b),
  NumericGreaterThan: number((a, b) => a > b),
  NumericGreaterThanEquals: number((a, b) => a >= b),
  DateEquals: date((a, b) => a === b),
  DateLessThan: date((a, b) => a < b),
  DateLessThanEquals: date((a, b) => a <= b),
  DateGreaterThan: date((a, b) => a > b),
  DateGreaterThanEquals: date((a, b) => a >= b),
  Bool: (a, b) => a.toLowerCase() === b.toLowerCase(),
  BinaryEquals: (a, b) => a === b,
  IpAddress: address,
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

function anyOf(test: Test, actual: string, wanted: string[]): Truth {
  const results = wanted.map((one) => (one.includes("${") ? null : test(actual, one)));
  if (results.includes(true)) return "yes";
  return results.includes(null) ? "unknown" : "no";
}

const not = (truth: Truth): Truth => (truth === "yes" ? "no" : truth === "no" ? "yes" : "unknown");

/**
 * What one operator says of one key.
 * @param context what is known; a key that is not there is unknown, one with no values is known to be absent
 */
export function holds(operatorText: string, key: string, wanted: string[], context: Context): Truth {
  const [, quantifier = "", plain = "", ifExists = ""] =
    /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operatorText) ?? [];
  const actual = context.get(key.toLowerCase());
  if (plain === "Null") {
    if (!actual) return "unknown";
    return wanted.some((one) => (one.toLowerCase() === "true") === (actual.length === 0)) ? "yes" : "no";
  }
  const test = tests[negated[plain] ?? plain];
  if (!test || !actual) return "unknown";
  const negate = plain in negated;
  if (actual.length === 0) return ifExists || negate || quantifier === "ForAllValues:" ? "yes" : "no";
  const each = actual.map((one) => (negate ? not(anyOf(test, one, wanted)) : anyOf(test, one, wanted)));
  const every = quantifier === "ForAllValues:" || (negate && quantifier === "");
  const decisive: Truth = every ? "no" : "yes";
  if (each.includes(decisive)) return decisive;
  return each.includes("unknown") ? "unknown" : not(decisive);
}

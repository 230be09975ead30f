import { fits, list } from "./matching";

type Test = (actual: string, wanted: string) => boolean;

/** ARNs are compared part by part: a `*` in the region does not reach into the account. */
function fitsArn(pattern: string, value: string): boolean {
  const parts = (arn: string) => {
    const [arnWord = "", partition = "", service = "", region = "", account = "", ...rest] = arn.split(":");
    return [arnWord, partition, service, region, account, rest.join(":")];
  };
  const values = parts(value);
  return parts(pattern).every((part, index) => fits(part, values[index] ?? ""));
}

const sameIgnoringCase: Test = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();

const tests: Record<string, Test> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: sameIgnoringCase,
  StringLike: (actual, wanted) => fits(wanted, actual),
  ArnEquals: (actual, wanted) => fitsArn(wanted, actual),
  ArnLike: (actual, wanted) => fitsArn(wanted, actual),
  Bool: sameIgnoringCase,
};

function keyHolds(operator: string, wanted: string[], actual: string | undefined): boolean {
  const [, quantifier, plain = ""] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(?:IfExists)?$/.exec(operator) ?? [];
  if (plain === "Null") return wanted.includes(String(actual === undefined));
  const isNegated = plain.includes("Not");
  const name = plain.replace("Not", "");
  const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
  if (!test) return false;
  if (actual === undefined) {
    if (operator.endsWith("IfExists") || quantifier === "ForAllValues") return true;
    return isNegated && quantifier !== "ForAnyValue";
  }
  return wanted.some((one) => test(actual, one)) !== isNegated;
}

/**
 * Whether a Condition element holds: every key of every operator must. An operator that the sandbox does not know
 * does not hold, and so a statement under it gives (and denies) nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @param context keys in lower case; a key that is absent holds only for negated and IfExists operators
 */
export function conditionHolds(element: unknown, context: Record<string, string>): boolean {
  if (typeof element !== "object" || element === null) return true;
  return Object.entries(element as Record<string, Record<string, unknown>>).every(([operator, block]) =>
    Object.entries(block).every(([key, wanted]) =>
      keyHolds(operator, list(wanted), context[key.toLowerCase()]),
    ),
  );
}

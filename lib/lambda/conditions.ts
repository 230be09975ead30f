import { readOperator, type Operator } from "./operators";
import { all, not, type Truth } from "./truth";
import { hasVariables, substitute, type Context } from "./variables";

/** A Condition element as it stands: operator → key → values. */
export type Conditions = Record<string, Record<string, string[]>>;

/** One operator on one key, ready to be asked. */
export interface Condition {
  operator: Operator;
  /** In lower case, as contexts have it. */
  key: string;
  /** As it is written. */
  keyText: string;
  wanted: string[];
  /** Whether variables stand in `wanted`; not in documents older than 2012-10-17. */
  variable: boolean;
}

/**
 * A Condition element as a list.
 * @param variables whether the document's version knows policy variables
 * @returns the name of an operator that IAM does not have, instead
 */
export function readConditionList(conditions: Conditions, variables: boolean): Condition[] | string {
  const list: Condition[] = [];
  for (const [text, block] of Object.entries(conditions)) {
    const operator = readOperator(text);
    if (!operator) return text;
    for (const [keyText, wanted] of Object.entries(block)) {
      const variable = variables && operator.takesVariables && wanted.some(hasVariables);
      list.push({ operator, key: keyText.toLowerCase(), keyText, wanted, variable });
    }
  }
  return list;
}

function one(condition: Condition, actual: string, context: Context): Truth {
  const { operator, wanted, variable } = condition;
  let result: Truth = "no";
  for (const text of wanted) {
    const value = variable ? substitute(text, context, operator.takesWildcards) : text;
    if (value === null) continue;
    const found = value === "unknown" ? null : (operator.test?.(actual, value) ?? null);
    if (found === true) return "yes";
    if (found === null) result = "unknown";
  }
  return result;
}

/**
 * What one condition says of a call.
 * @param context a key that is not there is unknown, one with no values is known to be absent
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function conditionHolds(condition: Condition, context: Context): Truth {
  const { operator, key, wanted } = condition;
  const actual = context.get(key);
  if (actual === undefined) return "unknown";
  const { negated, quantifier, ifExists } = operator;
  if (!operator.test)
    return wanted.some((text) => (text.toLowerCase() === "true") === (actual.length === 0)) ? "yes" : "no";
  if (actual.length === 0) {
    if (ifExists || quantifier === "all") return "yes";
    return negated && quantifier === null ? "yes" : "no";
  }
  const every = quantifier === "all" || (negated && quantifier === null);
  const decisive: Truth = every ? "no" : "yes";
  let result = not(decisive);
  for (const value of actual) {
    const truth = negated ? not(one(condition, value, context)) : one(condition, value, context);
    if (truth === decisive) return decisive;
    if (truth === "unknown") result = "unknown";
  }
  return result;
}

/** What all conditions of a statement say together. */
export function conditionsHold(list: readonly Condition[], context: Context): Truth {
  return list.length === 0 ? "yes" : all(list.map((condition) => conditionHolds(condition, context)));
}

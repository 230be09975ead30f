import type { Caller } from "../types";

/** Whether a text fits a policy's pattern: `*` any run, `?` one character. */
export function fits(pattern: string, value: string, ignoreCase = false): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, ignoreCase ? "is" : "s").test(value);
}

/** An element that may be one text or several, as several. */
export function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
}

const accountOfRoot = (principal: string) =>
  /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? /^\d{12}$/.exec(principal)?.[0];

/** How a Principal element meets a caller: by name, only by delegating to the caller's whole account, or not. */
export function meets(element: unknown, caller: Caller): "named" | "delegated" | null {
  if (element === "*") return "named";
  if (typeof element !== "object" || element === null) return null;
  const principals = list((element as { AWS?: unknown }).AWS); // services never call the sandbox
  const names = new Set([caller.arn, caller.roleArn, caller.uniqueId, "*"]);
  if (principals.some((one) => names.has(one))) return "named";
  return principals.some((one) => accountOfRoot(one) === caller.accountId) ? "delegated" : null;
}

type Test = (actual: string, wanted: string) => boolean;

const tests: Record<string, Test> = {
  StringEquals: (a, w) => a === w,
  StringEqualsIgnoreCase: (a, w) => a.toLowerCase() === w.toLowerCase(),
  StringLike: (a, w) => fits(w, a),
  ArnEquals: (a, w) => fits(w, a),
  ArnLike: (a, w) => fits(w, a),
  Bool: (a, w) => a.toLowerCase() === w.toLowerCase(),
};

/**
 * Whether a Condition element holds. An operator that the sandbox does not know does not hold, and so a statement
 * under it gives nothing.
 * @param context keys in lower case
 */
export function conditionHolds(element: unknown, context: Record<string, string>): boolean {
  if (typeof element !== "object" || element === null) return true;
  return Object.entries(element as Record<string, Record<string, unknown>>).every(([operator, block]) => {
    const ifExists = operator.endsWith("IfExists");
    const plain = operator.replace(/IfExists$/, "").replace(/^For(Any|All)Values?:/, "");
    return Object.entries(block).every(([key, values]) => {
      const actual = context[key.toLowerCase()];
      if (plain === "Null") return list(values).includes(String(actual === undefined));
      const negated = plain.includes("Not");
      const test = tests[plain.replace("Not", "")];
      if (!test) return false;
      if (actual === undefined) return ifExists || negated;
      return list(values).some((wanted) => test(actual, wanted)) !== negated;
    });
  });
}

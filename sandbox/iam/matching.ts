import type { Caller } from "../types";

/** Patterns as they were compiled, so that a large estate's calls don't compile the same ones over and over. */
const compiled = new Map<string, RegExp>();
const mostCompiled = 10_000;

/** Whether a text fits a policy's pattern: `*` any run, `?` one character. */
export function fits(pattern: string, value: string, ignoreCase = false): boolean {
  const key = `${ignoreCase ? "i" : ""} ${pattern}`;
  const known = compiled.get(key);
  if (known) return known.test(value);
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${source}$`, ignoreCase ? "is" : "s");
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(key, expression);
  return expression.test(value);
}

/** An element that may be one value or several, as several texts; `true` and `7` are written without quotes too. */
export function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) =>
    typeof one === "string" || typeof one === "boolean" || typeof one === "number" ? [String(one)] : [],
  );
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

import { literal } from "./match";

/** What is known of a call, by condition key in lower case: its values, none when it is known to be absent. */
export interface Context {
  /** @returns undefined when nothing is known of the key */
  get: (key: string) => readonly string[] | undefined;
}

const variable = /\$\{([^}]*)\}/g;

/** Whether a text holds policy variables. */
export function hasVariables(text: string): boolean {
  return text.includes("${");
}

/**
 * Puts values in the place of policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and the signs
 * `${*}`, `${?}`, `${$}`.
 * @param asPattern whether stars in the text are wildcards: then those of values are kept from being so
 * @returns null when a variable has no single value, so that nothing matches; `unknown` when its value is not known
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substitute(text: string, context: Context, asPattern: boolean): string | null | "unknown" {
  let outcome: null | "unknown" | undefined;
  const value = (one: string) => (asPattern ? literal(one) : one);
  const result = text.replace(variable, (_all, inner: string) => {
    if (inner === "*" || inner === "?" || inner === "$") return value(inner);
    const [, key = "", fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
    const values = context.get(key.toLowerCase());
    if (values === undefined) outcome = outcome === null ? null : "unknown";
    else if (values.length === 0 && fallback !== undefined) return value(fallback);
    else if (values.length !== 1) outcome = null;
    return value(values?.[0] ?? "");
  });
  return outcome === undefined ? result : outcome;
}

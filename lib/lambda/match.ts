/** Stand for a star and a question mark that are meant as such, where a variable's value was put into a pattern. */
const literals: [string, string][] = [
  ["*", "\uE000"],
  ["?", "\uE001"],
];

/** A text that, put into a pattern, matches itself only. */
export function literal(text: string): string {
  return literals.reduce((result, [sign, stand]) => result.replaceAll(sign, stand), text);
}

/**
 * Whether a text matches a pattern of a policy: `*` is any run of characters, `?` is one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const [p, t] = ignoreCase ? [pattern.toLowerCase(), text.toLowerCase()] : [pattern, text];
  if (!isPattern(p)) return p === t;
  return walk(p, p.includes("\uE000") || p.includes("\uE001") ? literal(t) : t);
}

/** Whether a text holds wildcards, or stands for them. */
export function isPattern(text: string): boolean {
  return text.includes("*") || text.includes("?") || text.includes("\uE000") || text.includes("\uE001");
}

/** Greedy with one step back: linear in practice, unlike a regular expression made of a stranger's pattern. */
function walk(p: string, t: string): boolean {
  let [i, j, star, mark] = [0, 0, -1, 0];
  while (j < t.length) {
    if (p[i] === "?" || (p[i] === t[j] && p[i] !== "*")) {
      i += 1;
      j += 1;
    } else if (p[i] === "*") {
      star = i;
      mark = j;
      i += 1;
    } else if (star >= 0) {
      i = star + 1;
      mark += 1;
      j = mark;
    } else return false;
  }
  while (p[i] === "*") i += 1;
  return i === p.length;
}

/** Whether an action of a policy covers this one; case does not matter. */
export function coversAction(pattern: string, action: string): boolean {
  return matches(pattern, action, true);
}

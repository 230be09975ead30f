/**
 * Whether a text matches a pattern of a policy: `*` is any run of characters, `?` is one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const [p, t] = ignoreCase ? [pattern.toLowerCase(), text.toLowerCase()] : [pattern, text];
  if (!/[*?]/.test(p)) return p === t;
  // Greedy with one step back: linear in practice, unlike a regular expression made of a stranger's pattern.
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

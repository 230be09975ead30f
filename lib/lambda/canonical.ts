/**
 * A JSON value as text in which equal policies are equal: keys in order, an array of one as its value, other arrays
 * of texts sorted (in a policy they are sets).
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    if (items.length === 1) return items[0] ?? "";
    return `[${items.sort().join(",")}]`;
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const parts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${parts.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(",")}}`;
}

const shown = 3;

/** Names once each: the first of them, and how many more. */
export function listNames(names: string[]): string {
  const each = [...new Set(names)];
  const rest = each.length - shown;
  return rest > 0 ? `${each.slice(0, shown).join(", ")} and ${rest} more` : each.join(", ");
}

import { matches } from "@/lib/lambda/match";

/** An administrator's word on who owns functions of an account or of a name pattern. */
export interface Override {
  accountId: string | null;
  pattern: string;
  owners: string[];
}

/** How narrow an override is; the narrowest that matches counts. */
const narrowness = ({ accountId, pattern }: Override) => (accountId ? 1 : 0) + (pattern === "*" ? 0 : 2);

/**
 * Who owns a function: the narrowest override that matches, else its owner tag (names separated by spaces or commas).
 * @returns owners (groups or e-mail addresses) and where that is from
 */
export function resolveOwners(
  subject: { accountId: string; name: string; tags: Record<string, string> },
  overrides: Override[],
  ownerTag: string,
): { owners: string[]; source: "override" | "tag" | "none" } {
  const fitting = overrides
    .filter(
      ({ accountId, pattern }) =>
        (!accountId || accountId === subject.accountId) && matches(pattern, subject.name),
    )
    .sort((a, b) => narrowness(b) - narrowness(a));
  if (fitting[0]) return { owners: fitting[0].owners, source: "override" };
  const owners = splitOwners(subject.tags[ownerTag] ?? "");
  return { owners, source: owners.length > 0 ? "tag" : "none" };
}

/** Owners from text: names separated by commas, semicolons or spaces, each once, in lower case as they are compared. */
export function splitOwners(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ];
}

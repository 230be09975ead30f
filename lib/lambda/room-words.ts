import type { PolicyRoom, Removable } from "./policy-room";

/** So many statements are named; of the rest it is said how many they are. */
const most = 6;

const size = (bytes: number) => `${bytes.toLocaleString("en")} bytes`;

function reason({ cause, by }: Removable): string {
  if (cause === "deleted") return "names a deleted role or user, ";
  if (cause === "ended") return "its grant has ended, ";
  return cause === "duplicate" ? `${by} allows the same, ` : "";
}

/** Statements by name, each with why it could go and what that frees; so many of them. */
export function removableWords(statements: Removable[]): string {
  const named = statements.slice(0, most).map((one) => `${one.name} (${reason(one)}${size(one.bytes)})`);
  const more = statements.length - named.length;
  return `${named.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}

/** What has to go from a policy that is full, in words. */
export function fullWords({ over, free, mustGo }: PolicyRoom): string {
  const large = mustGo.filter(({ cause }) => cause === "large");
  const parts = [`AWS would refuse it: ${size(over)} too many.`];
  if (free.length > 0) parts.push(`These can go and nobody misses them: ${removableWords(free)}.`);
  if (large.length > 0)
    parts.push(
      `${free.length > 0 ? "That is not enough. Besides, the largest" : "The largest"} would have to go, and whoever uses it loses access: ${removableWords(large)}.`,
    );
  return parts.join(" ");
}

/** What could go from a policy that is nearly full, in words. */
export function nearlyFullWords({ free, largest }: PolicyRoom): string {
  const soon = "Soon no further statement fits.";
  if (free.length > 0) return `${soon} Nobody would miss: ${removableWords(free)}.`;
  return largest ? `${soon} The largest is ${removableWords([largest])}.` : soon;
}

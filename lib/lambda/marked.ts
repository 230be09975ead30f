import type { Asked, Bearing } from "./judge";
import { matches } from "./match";
import { isReadable } from "./policy";

/** A line of a statement, and what it has to do with the answer. */
export interface MarkedLine {
  text: string;
  /** `decides`: it is met by the call; `open`: it depends on what is not known. */
  mark: "decides" | "open" | null;
}

/** The text that a line of JSON holds as a value. */
const valueOf = (line: string) => /"((?:[^"\\]|\\.)*)",?$/.exec(line.trim())?.[1] ?? null;

function pretty(document: string): string[] {
  try {
    return JSON.stringify(JSON.parse(document), null, 2).split("\n");
  } catch {
    return [document];
  }
}

/** A statement as lines, those marked that matter to a call. */
export function markStatement({ statement }: Pick<Bearing, "statement">, asked: Asked): MarkedLine[] {
  const lines = pretty(statement.document);
  if (!isReadable(statement)) return lines.map((text) => ({ text, mark: "open" }));
  let element = "";
  return lines.map((text) => {
    const opened = /^ {2}"(\w+)":/.exec(text)?.[1];
    if (opened) element = opened;
    const value = valueOf(text);
    if (element === "Condition") return { text, mark: value === null ? null : "open" };
    if (value === null || element === "Sid") return { text, mark: null };
    return { text, mark: isMet(element, value, asked) ? "decides" : null };
  });
}

function isMet(element: string, value: string, { caller, action, resource }: Asked): boolean {
  switch (element) {
    case "Effect":
      return true;
    case "Action":
      return matches(value, action, true);
    case "Resource":
      return matches(value, resource);
    case "Principal": {
      const account = "accountId" in caller ? caller.accountId : null;
      const held = account !== null && (value === account || value.endsWith(`::${account}:root`));
      return value === "*" || value === caller.text || held || isRoleOf(value, caller);
    }
    default:
      return false;
  }
}

function isRoleOf(value: string, caller: Asked["caller"]): boolean {
  return (
    caller.kind === "session" &&
    value.includes(`::${caller.accountId}:role/`) &&
    value.endsWith(`/${caller.roleName}`)
  );
}

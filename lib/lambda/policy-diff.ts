import { diffLines } from "diff";

/** One line of a diff. `oldNumber` and `newNumber` count from 1. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  oldNumber?: number;
  newNumber?: number;
  text: string;
}

function pretty(policy: string | null): string {
  if (policy === null) return "";
  try {
    return `${JSON.stringify(JSON.parse(policy), null, 2)}\n`;
  } catch {
    return `${policy}\n`;
  }
}

/** Lines of context kept around a change. */
const context = 4;

/**
 * How a policy changes, line by line as in code review.
 * @param before the document now; null when there is none
 * @param after the document then
 */
export function policyDiff(before: string | null, after: string | null): DiffLine[] {
  const rows: DiffLine[] = [];
  let [oldNumber, newNumber] = [1, 1];
  for (const part of diffLines(pretty(before), pretty(after))) {
    for (const text of part.value.replace(/\n$/, "").split("\n")) {
      if (part.added) rows.push({ kind: "added", newNumber: newNumber++, text });
      else if (part.removed) rows.push({ kind: "removed", oldNumber: oldNumber++, text });
      else rows.push({ kind: "same", oldNumber: oldNumber++, newNumber: newNumber++, text });
    }
  }
  return shorten(rows);
}

/** Leaves out long runs of what stays, saying how many lines they are. */
function shorten(rows: DiffLine[]): DiffLine[] {
  const near = (index: number) =>
    rows.slice(Math.max(0, index - context), index + context + 1).some((row) => row.kind !== "same");
  const kept: DiffLine[] = [];
  let left = 0;
  const note = () => {
    if (left > 0) kept.push({ kind: "same", text: `… ${left} more lines, unchanged` });
    left = 0;
  };
  rows.forEach((row, index) => {
    if (near(index)) {
      note();
      kept.push(row);
    } else left += 1;
  });
  note();
  return kept;
}

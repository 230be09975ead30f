import type { Entry } from "./entry";

const columns = [
  "seq",
  "at",
  "action",
  "actorKind",
  "actorId",
  "actorName",
  "subjectKind",
  "subjectId",
  "requestId",
  "grantId",
  "functionId",
  "accountId",
  "reason",
  "awsRequestId",
  "data",
  "previousHash",
  "hash",
] as const;

/** One CSV cell. A text that a spreadsheet would run as a formula is prefixed with an apostrophe. */
function cell(value: unknown): string {
  const text = value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines of CSV with a header; for reading. The chain is verified on NDJSON, which keeps every value as it is. */
export async function* csvLines(entries: AsyncIterable<Entry>): AsyncGenerator<string> {
  yield `${columns.join(",")}\n`;
  for await (const entry of entries) yield `${columns.map((column) => cell(entry[column])).join(",")}\n`;
}

/** One JSON object a line, every field as it was hashed. */
export async function* ndjsonLines(entries: AsyncIterable<Entry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

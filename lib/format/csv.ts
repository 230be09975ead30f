/** One CSV cell. A text that a spreadsheet would run as a formula is prefixed with an apostrophe. */
function cell(value: unknown): string {
  const isList = Array.isArray(value) && value.every((one) => typeof one === "string");
  const plain = isList ? value.join(" ") : (value ?? "");
  const text = typeof plain === "object" ? JSON.stringify(plain) : String(plain);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines of CSV with a header, a row each. Several values of a cell stand with spaces between. */
export async function* csvLines<Row extends object>(
  rows: AsyncIterable<Row>,
  columns: readonly (keyof Row & string)[],
): AsyncGenerator<string> {
  yield `${columns.join(",")}\n`;
  for await (const row of rows) yield `${columns.map((column) => cell(row[column])).join(",")}\n`;
}

/** One JSON object a line. */
export async function* ndjsonLines(rows: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

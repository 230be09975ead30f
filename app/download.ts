import "server-only";
import { csvLines, ndjsonLines } from "@/lib/format/csv";

const types: Record<string, string> = { "export.csv": "text/csv", "export.ndjson": "application/x-ndjson" };

/** Whether a path's last part names a file that rows can be had as. */
export function isExport(name: string): boolean {
  return Object.hasOwn(types, name);
}

/**
 * Rows as a file, streamed as they come.
 * @param name `export.csv` or `export.ndjson`
 * @param file what the file is called, without its ending
 */
export function download<Row extends object>(
  name: string,
  file: string,
  rows: AsyncIterable<Row>,
  columns: readonly (keyof Row & string)[],
): Response {
  const lines = name === "export.csv" ? csvLines(rows, columns) : ndjsonLines(rows);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": `${types[name]}; charset=utf-8`,
      "content-disposition": `attachment; filename="${file}${name.slice("export".length)}"`,
    },
  });
}

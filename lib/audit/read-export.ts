import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Entry } from "./entry";

const text = z.string().nullable();
const shape = z.object({
  seq: z.string().regex(/^\d+$/),
  at: z.string(),
  action: z.string(),
  actorKind: z.string(),
  actorId: text,
  actorName: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  requestId: z.number().nullable(),
  grantId: text,
  functionId: text,
  accountId: text,
  reason: text,
  awsRequestId: text,
  data: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
});

/** Entries of an NDJSON export. @throws Error naming the line that is none */
export async function* readExport(file: string): AsyncGenerator<Entry> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    number += 1;
    if (line.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw new Error(`Line ${number} of ${file} is not JSON.`, { cause });
    }
    const read = shape.safeParse(value);
    if (!read.success) throw new Error(`Line ${number} of ${file} is no entry of an audit trail.`);
    yield { ...read.data, data: read.data.data };
  }
}

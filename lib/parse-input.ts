import type { z } from "zod";
import { XaccountError } from "./errors";

/**
 * Reads what was sent to a verb.
 * @param sentence what was not done, when it can't be read
 * @throws XaccountError Invalid with a sentence for every field that can't be
 */
export function parseInput<T extends z.ZodType>(shape: T, input: unknown, sentence: string): z.infer<T> {
  const read = shape.safeParse(input);
  if (read.success) return read.data;
  const fields = Object.fromEntries(read.error.issues.map((issue) => [issue.path.join("."), issue.message]));
  throw new XaccountError("Invalid", sentence, { fields });
}

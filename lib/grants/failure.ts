import { z } from "zod";

const shape = z.object({
  step: z.enum(["apply", "revoke"]),
  code: z.string(),
  sentence: z.string(),
  at: z.string(),
  logId: z.string().optional(),
  /** Whether people were told of it: once is enough. */
  told: z.boolean().default(false),
  /** What needed a person when they were told of it; null where only its length did. */
  toldCode: z.string().nullable().default(null),
  /** Statements of others that must go first. */
  blockers: z.array(z.string()).optional(),
});

/** Why the last step on a grant failed. */
export type StepFailure = z.infer<typeof shape>;

/** @param column the grant's `failure`; null when nothing failed */
export function findFailure(column: unknown): StepFailure | null {
  const read = shape.safeParse(column);
  return read.success ? read.data : null;
}

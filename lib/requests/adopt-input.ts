import { z } from "zod";
import { env } from "@/lib/env";

const days = "Say for how many days: a whole number from 1.";

/** For how long and why somebody answers for a statement. A function, since the most days are the environment's. */
export function answeringShape() {
  const max = env().XACCOUNT_MAX_DAYS;
  return z.object({
    durationDays: z.coerce
      .number(days)
      .int(days)
      .min(1, days)
      .max(max, `At most ${max} days; keep it for longer before they end.`),
    reason: z
      .string()
      .trim()
      .min(10, "Say what it is for, in a sentence: it is kept in the audit trail.")
      .max(2000, "At most 2,000 characters."),
    ticket: z.string().trim().max(200, "A ticket is at most 200 characters.").default(""),
  });
}

import { z } from "zod";

/** What of the trail to show. */
export const eventQuery = z.object({
  action: z
    .string()
    .regex(/^[a-z_.]{1,40}$/)
    .optional()
    .catch(undefined),
  request: z.coerce.number().int().positive().optional().catch(undefined),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
});

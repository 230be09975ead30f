import { randomBytes } from "node:crypto";

/**
 * Logs something unexpected on the standard error, as one line of JSON.
 * @returns the id it can be found under
 */
export function logError(what: string, error: unknown): string {
  const logId = randomBytes(5).toString("hex");
  const detail =
    error instanceof Error
      ? { name: error.name, message: error.message, stack: error.stack, cause: String(error.cause ?? "") }
      : { message: String(error) };
  console.error(JSON.stringify({ at: new Date().toISOString(), logId, what, ...detail }));
  return logId;
}

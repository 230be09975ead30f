import { ZodError } from "zod";
import { XaccountError, type Failure } from "./errors";
import { logError } from "./log";

const databaseCodes = ["P1001", "P1002", "P1008", "P1017", "ECONNREFUSED", "ECONNRESET", "57P01", "57P03"];

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/**
 * The one error mapper: anything thrown becomes a failure of the closed set. What is not ours is logged under an id
 * and never shown.
 */
export function toFailure(error: unknown): Failure {
  if (error instanceof XaccountError) {
    const failure: Failure = { code: error.code, sentence: error.message };
    if (error.fields) failure.fields = error.fields;
    if (error.code === "Internal") failure.logId = logError("A failure of ours", error);
    return failure;
  }
  if (error instanceof ZodError) {
    const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.join("."), issue.message]));
    return {
      code: "Invalid",
      sentence: "Some of what was sent can't be, and nothing was changed. See below.",
      fields,
    };
  }
  const code = codeOf(error) ?? codeOf(error instanceof Error ? error.cause : undefined);
  if (code && databaseCodes.includes(code)) {
    const logId = logError("The database can't be reached", error);
    return {
      code: "Unreachable",
      sentence: "The database can't be reached, and nothing was changed. Try again in a minute.",
      logId,
    };
  }
  const logId = logError("An unexpected error", error);
  return {
    code: "Internal",
    sentence:
      "Something went wrong on our side. What was not finished was not changed. Try again; if it stays so, tell an administrator.",
    logId,
  };
}

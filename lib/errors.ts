/**
 * The closed set of failures. Every failure a person meets is one of these, with a sentence that says
 * what happened, what was not changed, and what to do.
 */
export const errorCodes = [
  "Unauthenticated", // no session, or an expired one
  "Forbidden", // signed in, but may not
  "Invalid", // what was typed can't be; `fields` says where
  "NotFound",
  "Conflict", // somebody was faster, or the world moved since it was shown
  "Throttled", // AWS asks to slow down
  "Unreachable", // AWS or the database can't be reached
  "Refused", // AWS answered no
  "Internal", // ours; logged under an id
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** A failure as it is shown and stored: plain data. */
export interface Failure {
  code: ErrorCode;
  sentence: string;
  /** Per field of the form that was sent, why it can't be. */
  fields?: Record<string, string>;
  /** The id under which the log holds the rest. */
  logId?: string;
}

/** A failure on its way up. Throw it from lib; lib/failure.ts turns anything thrown into a Failure. */
export class XaccountError extends Error {
  readonly fields?: Record<string, string>;
  constructor(
    readonly code: ErrorCode,
    sentence: string,
    options: { fields?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(sentence, { cause: options.cause });
    this.name = "XaccountError";
    this.fields = options.fields;
  }
}

/** What every server action answers: the new state, or the failure with what was typed kept by the form. */
export type ActionResult<T = undefined> = { ok: true; value: T } | { ok: false; failure: Failure };

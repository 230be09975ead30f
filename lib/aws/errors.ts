import { XaccountError, type ErrorCode } from "@/lib/errors";

/** What AWS meant by refusing: what a verb decides by. */
export type AwsKind =
  | "duplicate-sid"
  | "concurrent-update"
  | "precondition"
  | "not-found"
  | "principal-invalid"
  | "policy-too-long"
  | "throttled"
  | "unreachable"
  | "denied"
  | "other";

/** A call to AWS that failed, in words. */
export class AwsFailure extends XaccountError {
  constructor(
    readonly awsKind: AwsKind,
    code: ErrorCode,
    sentence: string,
    cause: unknown,
  ) {
    super(code, sentence, { cause });
  }

  /** Whether the same call may well succeed later, without anybody doing anything. */
  get isTransient(): boolean {
    return ["concurrent-update", "precondition", "throttled", "unreachable"].includes(this.awsKind);
  }
}

interface SdkError extends Error {
  $metadata?: { httpStatusCode?: number; attempts?: number };
  /** Set on what AWS said, and not on what the SDK could not read. */
  $fault?: "client" | "server";
  code?: string;
}

/** Two errors share 409; only the text tells a duplicate statement ID from a concurrent update. */
function kindOf(error: SdkError): AwsKind {
  const status = error.$metadata?.httpStatusCode;
  switch (error.name) {
    case "ResourceConflictException":
      return error.message.includes("already exists") ? "duplicate-sid" : "concurrent-update";
    case "PreconditionFailedException":
      return "precondition";
    case "ResourceNotFoundException":
      return "not-found";
    case "PolicyLengthExceededException":
      return "policy-too-long";
    case "TooManyRequestsException":
    case "ThrottlingException":
    case "Throttling":
      return "throttled";
    case "AccessDeniedException":
    case "AccessDenied":
    case "UnrecognizedClientException":
    case "ExpiredTokenException":
    case "CredentialsProviderError":
      return "denied";
    case "InvalidParameterValueException":
      return error.message.includes("principal was invalid") ? "principal-invalid" : "other";
    default:
      // An answer that broke off half-way, or was somebody else's, may have any status: it is not AWS's word.
      if (status === undefined || status >= 500 || error.$fault === undefined) return "unreachable";
      return "other";
  }
}

const codes: Record<AwsKind, ErrorCode> = {
  "duplicate-sid": "Conflict",
  "concurrent-update": "Conflict",
  precondition: "Conflict",
  "not-found": "NotFound",
  "principal-invalid": "Refused",
  "policy-too-long": "Refused",
  throttled: "Throttled",
  unreachable: "Unreachable",
  denied: "Refused",
  other: "Refused",
};

function sentenceOf(kind: AwsKind, where: string, error: SdkError): string {
  switch (kind) {
    case "throttled":
      return `AWS asks ${where} to slow down. Nothing was changed by this try; it works again in a little while.`;
    case "unreachable":
      return `AWS could not be reached for ${where} (${error.name}). Whether the call arrived is checked before it is made again.`;
    case "denied":
      return `AWS did not let Xaccount do this in ${where}, and nothing was changed. Look at the account's role. AWS said: ${error.message}`;
    case "principal-invalid":
      return "AWS does not know the principal, and nothing was changed. Either the role or user does not exist (or was made seconds ago), or the policy still names one that was deleted.";
    case "policy-too-long":
      return `The policy would pass its limit, and nothing was changed. Statements that are no longer needed must go first. AWS said: ${error.message}`;
    case "not-found":
      return `AWS does not find it in ${where}, and nothing was changed. It may have been deleted since the last sync. AWS said: ${error.message}`;
    case "concurrent-update":
    case "precondition":
      return "Somebody else changed the policy at the same moment, and nothing was changed by this try.";
    case "duplicate-sid":
    case "other":
      return `AWS refused, and nothing was changed. AWS said: ${error.message}`;
  }
}

/** Anything a call to AWS throws, as one of ours. @param where account and region, in words */
export function toAwsFailure(error: unknown, where: string): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const sdk: SdkError = error instanceof Error ? error : new Error(String(error));
  const kind = kindOf(sdk);
  return new AwsFailure(kind, codes[kind], sentenceOf(kind, where, sdk), error);
}

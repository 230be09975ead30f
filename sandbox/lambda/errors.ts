import { AwsError } from "../errors";

const user = { Type: "User" };

/** 404, the text under `Message`. */
export const notFound = (message: string) =>
  new AwsError(404, "ResourceNotFoundException", message, { key: "Message", members: user });
/** 400, the text under `message`. */
export const invalidParameter = (message: string) =>
  new AwsError(400, "InvalidParameterValueException", message, { key: "message", members: user });
/** 409: a duplicate, or a concurrent update; only the text tells them apart. */
export const conflict = (message: string) =>
  new AwsError(409, "ResourceConflictException", message, { key: "message", members: user });
/** 412: the revision sent is not the policy's. */
export const precondition = (message: string) =>
  new AwsError(412, "PreconditionFailedException", message, { key: "message", members: user });
/** 403: what authorization said. */
export const accessDenied = (message: string) =>
  new AwsError(403, "AccessDeniedException", message, { key: "Message", members: user });
/** 429. */
export const throttled = (message: string, reason: string) =>
  new AwsError(429, "TooManyRequestsException", message, {
    key: "message",
    members: { ...user, Reason: reason },
  });
/** 400 of a violated constraint: every violation in one text. */
export const violation = (violations: string[]) => {
  const count = `${violations.length} validation error${violations.length === 1 ? "" : "s"} detected: `;
  return new AwsError(400, "ValidationException", count + violations.join("; "), { key: "message" });
};

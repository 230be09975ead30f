import { AwsError } from "../errors";
import type { Answer } from "../types";

const error = (code: string, message: string, members: Record<string, string> = {}) =>
  new AwsError(400, code, message, { key: "Message", members });

/** The caller's account is in no organization. */
export const notInUse = () =>
  error("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
/** What a member that administers nothing is told, whatever its identity policies say. */
export const denied = (message = "You don't have permissions to access this resource.") =>
  error("AccessDeniedException", message);
/** A member of the request is wrong. */
export const invalidInput = (reason: string, message: string) =>
  error("InvalidInputException", message, { Reason: reason });

/** An error as JSON 1.1 answers it: its type stands in the body. */
export function renderJsonError({ status, code, message, body: { members = {} } }: AwsError): Answer {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code },
    body: JSON.stringify({ __type: code, ...members, Message: message }),
  };
}

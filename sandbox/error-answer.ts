import { AwsError } from "./errors";
import type { Answer } from "./types";

/** An error as the REST-JSON protocol (Lambda) answers it. */
export function renderError(error: AwsError): Answer {
  const { key = "message", members = {} } = error.body;
  return {
    status: error.status,
    headers: { "content-type": "application/json", "x-amzn-errortype": error.code },
    body: JSON.stringify({ ...members, [key]: error.message }),
  };
}

/** The sandbox's own failure, in the words of the service's. */
export function internalError(error: unknown): AwsError {
  console.error(error);
  return new AwsError(500, "ServiceException", "The sandbox failed; its log says why.", {
    key: "Message",
    members: { Type: "Service" },
  });
}

/** A call that the sandbox doesn't know. */
export const unknownOperation = (method: string, path: string) =>
  new AwsError(
    404,
    "UnknownOperationException",
    `The sandbox has no operation for ${method} ${path}; docs/sandbox.md lists what it has.`,
    { key: "Message" },
  );

import { randomUUID } from "node:crypto";
import { AwsError } from "../errors";
import { iamOperations } from "../iam/operations";
import { stsOperations } from "../sts/operations";
import type { Answer, Call, State } from "../types";
import { renderXml, type Xml } from "./xml";

/** One operation of the query protocol: parameters in, the parts of its result out; undefined for those without. */
export type QueryOperation = (state: State, call: Call, parameters: URLSearchParams) => Xml;

const namespaces = {
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
};

/**
 * Answers a call of STS or IAM: form parameters in, XML out.
 * @throws AwsError as the service does
 */
export function handleQuery(state: State, call: Call): Answer {
  const parameters = new URLSearchParams(call.body.toString("utf8") || call.query);
  const name = parameters.get("Action") ?? "";
  const service = call.service === "sts" ? "sts" : "iam";
  const operations: Record<string, QueryOperation> = service === "sts" ? stsOperations : iamOperations;
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation)
    throw new AwsError(
      400,
      "InvalidAction",
      `Could not find operation ${name} for version ${parameters.get("Version") ?? ""}`,
    );
  const result = operation(state, call, parameters);
  const requestId = randomUUID();
  const parts = `${result === undefined ? "" : `<${name}Result>${renderXml(result)}</${name}Result>`}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return {
    status: 200,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: `<${name}Response xmlns="${namespaces[service]}">${parts}</${name}Response>`,
  };
}

/** An error as the query protocol answers it. */
export function renderQueryError(error: AwsError, requestId: string): Answer {
  const Error = {
    Type: error.status >= 500 ? "Receiver" : "Sender",
    Code: error.code,
    Message: error.message,
  };
  return {
    status: error.status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: `<ErrorResponse>${renderXml({ Error, RequestId: requestId })}</ErrorResponse>`,
  };
}

import type { IncomingMessage } from "node:http";
import { answerControl } from "./control";
import { internalError, renderError } from "./error-answer";
import { AwsError } from "./errors";
import { dispatch, type Outcome } from "./lambda/dispatch";
import { callUrl } from "./lambda/urls";
import { renderJsonError } from "./organizations/errors";
import { answerOrganizations } from "./organizations/operations";
import { handleQuery, renderQueryError } from "./query/handle";
import type { Runtime } from "./runtime";
import { identify } from "./sigv4";
import type { Call } from "./types";

/** An error, by the protocol of the service that answers. */
const renderers = { json: renderJsonError, query: renderQueryError, rest: renderError };

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array)); // no encoding is set: bytes
  return Buffer.concat(chunks);
}

function textsOf(headers: IncomingMessage["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
}

/** What a request comes to: an answer, what becomes of it on its way, and whether the state may have changed. */
export async function answerTo(
  runtime: Runtime,
  request: IncomingMessage,
  requestId: string,
): Promise<Outcome & { changed: boolean }> {
  const { method = "GET", headers } = request;
  const texts = textsOf(headers);
  const { state } = runtime;
  const [path = "/", query = ""] = (request.url ?? "/").split("?");
  let protocol: keyof typeof renderers = "rest";
  try {
    const body = await readAll(request);
    if (/\.lambda-url\./.test(texts.host ?? ""))
      return { answer: callUrl(state, texts.host ?? "", { body }), fault: null, changed: false };
    if (path.startsWith("/_sandbox/"))
      return { answer: answerControl(runtime, method, path, query, body), fault: null, changed: false };
    protocol = texts["x-amz-target"] ? "json" : path === "/" ? "query" : "rest";
    const url = new URL(`http://sandbox${path}?${query}`);
    const { caller, region, service } = await identify(state, { method, path, query, headers, body });
    const call: Call = {
      ...{
        method,
        path: url.pathname,
        query: url.searchParams,
        headers: texts,
        body,
        region,
        caller,
        requestId,
      },
      service: service as Call["service"],
      visibilityMs: 0,
      seesNewest: false,
    };
    if (service === "sts" || service === "iam") {
      protocol = "query";
      return { answer: handleQuery(state, call), fault: null, changed: true };
    }
    if (service === "organizations")
      return { answer: answerOrganizations(state, call), fault: null, changed: false };
    return { ...(await dispatch(runtime, call)), changed: method !== "GET" };
  } catch (error) {
    if (request.errored) return { answer: null, fault: "unreachable", changed: false }; // it hung up while sending
    const known = error instanceof AwsError ? error : internalError(error);
    return { answer: renderers[protocol](known, requestId), fault: null, changed: false };
  }
}

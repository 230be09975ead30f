import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { answerControl } from "./control";
import { internalError, renderError } from "./error-answer";
import { AwsError } from "./errors";
import { dispatch, type Outcome } from "./lambda/dispatch";
import { callUrl } from "./lambda/urls";
import { handleQuery, renderQueryError } from "./query/handle";
import type { Runtime } from "./runtime";
import { identify } from "./sigv4";
import type { Call } from "./types";

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
  let isQuery = false;
  try {
    const body = await readAll(request);
    if (/\.lambda-url\./.test(texts.host ?? ""))
      return { answer: callUrl(state, texts.host ?? "", { body }), fault: null, changed: false };
    if (path.startsWith("/_sandbox/"))
      return { answer: answerControl(runtime, method, path, query, body), fault: null, changed: false };
    isQuery = path === "/";
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
      isQuery = true;
      return { answer: handleQuery(state, call), fault: null, changed: true };
    }
    return { ...(await dispatch(runtime, call)), changed: method !== "GET" };
  } catch (error) {
    if (request.errored) return { answer: null, fault: "unreachable", changed: false }; // it hung up while sending
    const known = error instanceof AwsError ? error : internalError(error);
    const answer = isQuery ? renderQueryError(known, randomUUID()) : renderError(known);
    return { answer, fault: null, changed: false };
  }
}

import { randomUUID } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsError } from "./errors";
import { faultError, findFault } from "./faults";
import { findOperation } from "./lambda/routes";
import { callUrl } from "./lambda/urls";
import { handleQuery, renderQueryError } from "./query/handle";
import { identify } from "./sigv4";
import type { Answer, Call, State } from "./types";

export interface Sandbox {
  url: string;
  port: number;
  stop: () => Promise<void>;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array)); // no encoding is set: bytes
  return Buffer.concat(chunks);
}

function renderError(error: AwsError): Answer {
  const { key = "message", members = {} } = error.body;
  return {
    status: error.status,
    headers: { "content-type": "application/json", "x-amzn-errortype": error.code },
    body: JSON.stringify({ ...members, [key]: error.message }),
  };
}

/** The sandbox's own failure, in the words of the service's. */
const internal = (error: unknown) => {
  console.error(error);
  return new AwsError(500, "ServiceException", "The sandbox failed; its log says why.", {
    key: "Message",
    members: { Type: "Service" },
  });
};

const unknownOperation = (method: string, path: string) =>
  new AwsError(
    404,
    "UnknownOperationException",
    `The sandbox has no operation for ${method} ${path}; docs/sandbox.md lists what it has.`,
    { key: "Message" },
  );

/** An answer, or null to break the connection. */
async function answerTo(
  state: State,
  request: IncomingMessage,
): Promise<{ answer: Answer | null; changed: boolean }> {
  const { method = "GET", headers } = request;
  const texts = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
  let isQuery = false;
  try {
    const body = await readAll(request);
    if (/\.lambda-url\./.test(texts.host ?? ""))
      return { answer: callUrl(state, texts.host ?? "", { body }), changed: false };
    const [path = "/", query = ""] = (request.url ?? "/").split("?");
    isQuery = path === "/";
    const url = new URL(`http://sandbox${path}?${query}`);
    const { caller, region, service } = await identify(state, { method, path, query, headers, body });
    const call: Call = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: texts,
      body,
      region,
      service: service as Call["service"],
      caller,
    };
    if (service === "sts" || service === "iam") {
      isQuery = true;
      return { answer: handleQuery(state, call), changed: true };
    }
    const found = findOperation(method, url.pathname);
    if (!found) throw unknownOperation(method, url.pathname);
    const fault = findFault(found.name, url.pathname, texts["x-sandbox-fault"]);
    if (fault === "unreachable") return { answer: null, changed: false };
    const instead = fault ? faultError(fault) : null;
    if (instead) throw instead;
    const answer = found.operation(state, call);
    return { answer: fault === "lost" ? null : answer, changed: method !== "GET" };
  } catch (error) {
    if (request.errored) return { answer: null, changed: false }; // the client hung up while it was sending
    const known = error instanceof AwsError ? error : internal(error);
    return { answer: isQuery ? renderQueryError(known, randomUUID()) : renderError(known), changed: false };
  }
}

function send(response: ServerResponse, answer: Answer | null): void {
  if (!answer) {
    response.socket?.destroy();
    return;
  }
  response.writeHead(answer.status, { "x-amzn-requestid": randomUUID(), ...answer.headers });
  response.end(answer.body);
}

/** The state on disk: written aside and renamed, so that a kill leaves the old or the new one. */
function keep(file: string, state: State): void {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(state));
  renameSync(aside, file);
}

/**
 * Serves an AWS on localhost over a state.
 * @param port 0 for any free one
 * @param stateFile where the state is kept after every change; without it, it lives in memory
 */
export async function startSandbox({
  port,
  state,
  stateFile,
}: {
  port: number;
  state: State;
  stateFile?: string;
}): Promise<Sandbox> {
  const server = createServer((request, response) => {
    answerTo(state, request)
      .then(({ answer, changed }) => {
        if (changed && stateFile) keep(stateFile, state);
        send(response, answer);
      })
      .catch((error: unknown) => {
        console.error(error); // the state could not be kept: no answer rather than a false one
        response.socket?.destroy();
      });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
  if (stateFile) keep(stateFile, state);
  const bound = (server.address() as AddressInfo).port; // listening on TCP, so never a pipe's name
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://localhost:${bound}`, port: bound, stop };
}

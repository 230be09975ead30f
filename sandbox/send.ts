import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Outcome } from "./lambda/dispatch";
import type { Answer } from "./types";

/** The answer's headers and half its body (of one without a body, half its headers), and the connection breaks. */
function cutOff(response: ServerResponse, answer: Answer, headers: Record<string, string>): void {
  const body = Buffer.from(answer.body ?? "");
  const named = Object.entries({ ...headers, "content-length": String(body.length) });
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ""}`,
    ...named.map(([name, value]) => `${name}: ${value}`),
  ].join("\r\n");
  const sent =
    body.length > 0
      ? Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body.subarray(0, Math.ceil(body.length / 2))])
      : Buffer.from(head);
  const { socket } = response;
  socket?.write(sent, () => socket.destroy());
}

/** Sends an answer, or does to it what the fault says. */
export function send(response: ServerResponse, { answer, fault }: Outcome, requestId: string): void {
  if (fault === "hang" || fault === "before-hang") return; // until the client gives up
  if (!answer || fault === "lost" || fault === "unreachable") {
    response.socket?.destroy();
    return;
  }
  const headers = { "x-amzn-requestid": requestId, ...answer.headers };
  if (fault === "cut") {
    cutOff(response, answer, headers);
    return;
  }
  // With its length said, Node sends the answer in one piece.
  const length = answer.body === undefined ? {} : { "content-length": Buffer.byteLength(answer.body) };
  response.writeHead(answer.status, { ...headers, ...length });
  response.end(answer.body);
}

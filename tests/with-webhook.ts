import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll } from "vitest";

/** What a webhook was sent. */
export interface Call {
  headers: IncomingHttpHeaders;
  body: string;
}

/** An address where nobody listens. */
export async function nobodyAt(): Promise<string> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://localhost:${port}/`;
}

/** Gives the test file a receiver of webhooks, on localhost. */
export function withWebhook() {
  const calls: Call[] = [];
  /** What it does with the calls to come: a status to answer, to break the connection off, or to keep them waiting. */
  const next: (number | "break" | "hang")[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      calls.push({ headers: incoming.headers, body });
      const answer = next.shift() ?? 200;
      if (answer === "hang") return;
      if (answer === "break") return void incoming.socket.destroy();
      // A redirection leads back here: who follows it is seen to call twice.
      outgoing.writeHead(answer, answer === 302 ? { location: "/elsewhere" } : {}).end();
    });
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "localhost", resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    calls,
    next,
    /** Breaks off whatever waits. */
    breakAll: () => server.closeAllConnections(),
    url: () => `http://localhost:${(server.address() as AddressInfo).port}/hook?token=t`,
  };
}

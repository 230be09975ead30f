import { createServer, request as send, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request to AWS on its way. */
export interface Passing {
  method: string;
  path: string;
}

/** What AWS says instead of the sandbox. */
export interface Refusal {
  status: number;
  type: string;
  message: string;
}

/** What stands between the product and the sandbox: it sees what is sent, and can hold it up or refuse it. */
export interface Wire {
  url: string;
  stop: () => Promise<void>;
}

export const isAddPermission = ({ method, path }: Passing) =>
  method === "POST" && /\/functions\/[^/]+\/policy/.test(path);

/**
 * Starts a wire to what is behind it.
 * @param onPassing is told of each request before it is sent on; that waits for what it returns
 * @param refuse answers in its place, where it says how
 */
export async function startWire(
  behindUrl: string,
  onPassing: (passing: Passing) => void | Promise<void>,
  refuse: (passing: Passing) => Refusal | null = () => null,
): Promise<Wire> {
  const behind = new URL(behindUrl);
  const server: Server = createServer((incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    void (async () => {
      await onPassing({ method, path: url });
      const refusal = refuse({ method, path: url });
      if (refusal) {
        const { status, type, message } = refusal;
        outgoing.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
        outgoing.end(JSON.stringify({ message }));
        return;
      }
      const to = { host: behind.hostname, port: behind.port, method, path: url, headers };
      const onward = send(to, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      onward.once("error", () => outgoing.destroy());
      incoming.pipe(onward);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`, // listening on TCP, so never a pipe's name
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

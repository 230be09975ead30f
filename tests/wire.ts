import { createServer, request as send, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request to AWS on its way. */
export interface Passing {
  method: string;
  path: string;
}

/** What stands between the product and the sandbox: it sees what is sent, and can hold it up. */
export interface Wire {
  url: string;
  stop: () => Promise<void>;
}

export const isAddPermission = ({ method, path }: Passing) =>
  method === "POST" && /\/functions\/[^/]+\/policy/.test(path);

/**
 * Starts a wire to what is behind it.
 * @param onPassing is told of each request before it is sent on; that waits for what it returns
 */
export async function startWire(
  behindUrl: string,
  onPassing: (passing: Passing) => void | Promise<void>,
): Promise<Wire> {
  const behind = new URL(behindUrl);
  const server: Server = createServer((incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    void (async () => {
      await onPassing({ method, path: url });
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

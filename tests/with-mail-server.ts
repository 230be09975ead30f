import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll } from "vitest";

/** A mail that was taken. */
export interface Received {
  to: string[];
  from: string;
  /** As it came, headers and all. */
  raw: string;
}

class Refusal extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** Gives the test file a real SMTP server on localhost, that takes mail of one user for all but a few addresses. */
export function withMailServer(credentials: { user: string; password: string }) {
  const received: Received[] = [];
  /** Answers to the recipients of mails to come; without one, and for all others, 250. */
  const refusals = new Map<string, [code: number, words: string][]>();
  const server = new SMTPServer({
    ...{ hideSTARTTLS: true, allowInsecureAuth: true, logger: false },
    onAuth({ username, password }, _session, done) {
      const isRight = username === credentials.user && password === credentials.password;
      return isRight ? done(null, { user: username }) : done(new Refusal(535, "5.7.8 Not you"));
    },
    onRcptTo({ address }, _session, done) {
      const refusal = refusals.get(address)?.shift();
      return done(refusal ? new Refusal(...refusal) : null);
    },
    onData(stream, { envelope }, done) {
      void text(stream).then((raw) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        received.push({ to: envelope.rcptTo.map(({ address }) => address), from, raw });
        done();
      });
    },
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "localhost", resolve)));
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
  return {
    received,
    refusals,
    url: (password = credentials.password) =>
      `smtp://${credentials.user}:${password}@localhost:${(server.server.address() as AddressInfo).port}`,
  };
}

import { connect } from "node:net";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildEstate } from "./estate/build";
import { startSandbox, type Sandbox } from "./server";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, state: buildEstate("empty") });
});
afterAll(() => sandbox.stop());

/** Writes bytes to the sandbox and hangs up, or waits for what it answers. */
function write(text: string, hangUp: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(sandbox.port, "localhost");
    let answer = "";
    socket.on("data", (chunk) => (answer += String(chunk)));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
    socket.write(text, () => hangUp && socket.destroy());
  });
}

const answers = () =>
  new LambdaClient({
    region: "us-east-1",
    endpoint: sandbox.url,
    credentials: { accessKeyId: "111122223333", secretAccessKey: "any" },
  }).send(new ListFunctionsCommand({}));

it("outlives a client that hangs up while sending", async () => {
  await write("POST /2015-03-31/functions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{", true);
  expect((await answers()).Functions).toEqual([]);
});

it.each(["//", "//[", "/%", "*"])("answers a request for %s with an error", async (target) => {
  const answer = await write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, false);
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/);
  expect((await answers()).Functions).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { request } from "node:http";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, describe, expect, it } from "vitest";
import { accountOf } from "../accounts";
import { buildEstate } from "../estate/build";
import { startSandbox, type Sandbox } from "../server";
import type { State } from "../types";
import { bind, fileShape, send, type Step } from "./replay";

/** Calls recorded; each stands in one of the files. */
const recordedCalls = 123;

const user = { id: "AKIAIOSFODNN7EXAMPLE", secret: "sandbox" };

function startingState(): State {
  const state = buildEstate("empty");
  const { users } = accountOf(state, "111111111111");
  for (const name of ["u", "caller"]) {
    users[name] = {
      name,
      path: "/",
      arn: `arn:aws:iam::111111111111:user/${name}`,
      uniqueId: `AIDA${name.toUpperCase()}`,
      createdAt: "2025-11-25T00:00:00Z",
      policies: { all: '{"Statement":{"Effect":"Allow","Action":"lambda:*","Resource":"*"}}' },
      accessKeys: name === "u" ? [{ ...user, createdAt: "2025-11-25T00:00:00Z" }] : [],
    };
  }
  return state;
}

function clientOf(sandbox: Sandbox, as = "111111111111", fault?: string): LambdaClient {
  const credentials =
    as === "user u"
      ? { accessKeyId: user.id, secretAccessKey: user.secret }
      : { accessKeyId: as, secretAccessKey: "any" };
  const client = new LambdaClient({
    region: "us-east-1",
    endpoint: sandbox.url,
    maxAttempts: 1,
    credentials,
  });
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }; // an HTTP request, at this step
      if (fault) headers["x-sandbox-fault"] = fault;
      return next(args);
    },
    { step: "build" },
  );
  return client;
}

/** A function URL is called as a browser would: by its host. */
async function callUrl(sandbox: Sandbox): Promise<{ status: number | undefined; body: unknown }> {
  const { FunctionUrl } = (await send(clientOf(sandbox), "GetFunctionUrlConfig", { FunctionName: "fn" }))
    .body as { FunctionUrl: string };
  return new Promise((resolve, reject) => {
    const call = request(
      { port: sandbox.port, method: "POST", headers: { host: new URL(FunctionUrl).host } },
      (answer) => {
        let text = "";
        answer.on("data", (chunk) => (text += String(chunk)));
        answer.on("end", () => resolve({ status: answer.statusCode, body: JSON.parse(text) as unknown }));
      },
    );
    call.on("error", reject);
    call.end();
  });
}

/** The whole list, where the recording merged its pages. */
async function sendAll(client: LambdaClient, step: Step) {
  const outcome = await send(client, step.call, step.with);
  if (!step.pages) return outcome;
  const [list = ""] = Object.keys(step.body ?? {});
  const items = [...(outcome.body[list] as unknown[])];
  for (let marker = outcome.body.NextMarker; marker;) {
    const next = await send(client, step.call, { ...step.with, Marker: marker });
    items.push(...(next.body[list] as unknown[]));
    marker = next.body.NextMarker;
  }
  return { ...outcome, body: { [list]: items } };
}

async function replay(sandbox: Sandbox, step: Step, bound: Map<string, unknown>): Promise<void> {
  if (step.call === "HTTP POST") {
    expect(await callUrl(sandbox)).toEqual({ status: step.status, body: step.body });
    return;
  }
  const values = bind(step.with, step.with, bound) as Step["with"]; // an object stays one
  const { status, body, error, members } = await sendAll(clientOf(sandbox, step.as, step.fault), {
    ...step,
    with: values,
  });
  if (step.succeeds) expect(error).toBeUndefined();
  if (step.status) expect(status).toBe(step.status);
  if (step.error) {
    const { type, text, kind, under, reason } = step.error;
    expect(error?.type).toBe(type);
    if (text) expect(error?.text).toBe(text);
    if (kind) expect(error?.kind).toBe(kind);
    if (under) expect(members).toContain(under);
    if (reason) expect(error?.reason).toBe(reason);
  } else expect(error).toBeUndefined();
  if (step.keys)
    expect(
      Object.fromEntries(
        Object.entries(body).map(([key, value]) => [key, Object.keys(value as object).sort()]),
      ),
    ).toEqual(step.keys);
  if (step.body) expect(body).toEqual(bind(step.body, body, bound));
}

const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({
    name,
    ...fileShape.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, name), "utf8"))),
  }));

it("holds every call that was recorded", () => {
  const steps = files.flatMap(({ cases }) => cases.flatMap((one) => one.steps));
  expect(steps).toHaveLength(recordedCalls);
});

for (const { name, cases } of files) {
  describe(name, () => {
    const started: Sandbox[] = [];
    afterAll(() => Promise.all(started.map((sandbox) => sandbox.stop())));
    it.each(cases)("$name", async ({ setup, steps }) => {
      const sandbox = await startSandbox({ port: 0, state: startingState() });
      started.push(sandbox);
      for (const one of setup)
        expect((await send(clientOf(sandbox), one.call, one.with)).error, one.call).toBeUndefined();
      const bound = new Map<string, unknown>();
      for (const step of steps) await replay(sandbox, step, bound);
    });
  });
}

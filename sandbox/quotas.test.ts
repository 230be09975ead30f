import {
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEstate } from "./estate/build";
import { startBucket } from "./quotas";
import { startSandbox, type Sandbox } from "./server";
import { clientOf } from "./test-client";

describe("a bucket", () => {
  it("holds its burst, then lets pass at its rate", () => {
    const pass = startBucket(15, 1, 0);
    const passed = (from: number, to: number) => {
      let count = 0;
      for (let at = from; at < to; at += 10) if (pass(at)) count += 1;
      return count;
    };
    expect(passed(0, 1000)).toBe(29); // 15 at rest and 14.85 that came in 990 ms
    expect(passed(1000, 11_000)).toBe(150);
  });

  it("without a burst lets pass one at a time", () => {
    const pass = startBucket(10, 0, 0);
    expect([0, 50, 100, 199, 200, 10_000, 10_001].map(pass)).toEqual([
      true,
      false,
      true,
      false,
      true,
      true,
      false,
    ]);
  });
});

describe("quotas", () => {
  let sandbox: Sandbox;
  /** So slow that nothing comes back while the test runs. */
  const slow = { getFunction: 0.000_004, getPolicy: 0.000_002, other: 0.000_003, burst: 1_000_000 };
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, state: buildEstate("demo"), quotas: slow });
  });
  afterAll(() => sandbox.stop());

  const FunctionName = "my-function";
  const send = (accountId: string, command: GetPolicyCommand) =>
    clientOf(sandbox, { accountId })
      .send(command)
      .then(
        () => "answered",
        (error: Error) => error.name,
      );
  const times = async (count: number, command: unknown, accountId = "123456789012") => {
    const names: string[] = [];
    // One command or another: all are sent the same way.
    for (let index = 0; index < count; index += 1)
      names.push(await send(accountId, command as GetPolicyCommand));
    return names.filter((name) => name !== "TooManyRequestsException").length;
  };

  it("hold each kind of call by itself, per account, and are told", async () => {
    expect(await times(4, new GetPolicyCommand({ FunctionName, Qualifier: "prod" }))).toBe(2);
    expect(await times(6, new GetFunctionCommand({ FunctionName }))).toBe(4);
    expect(await times(2, new ListAliasesCommand({ FunctionName }))).toBe(2);
    expect(await times(3, new ListFunctionsCommand({}))).toBe(1);
    expect(await times(9, new InvokeCommand({ FunctionName }))).toBe(9);
    expect(await times(3, new ListFunctionsCommand({}), "444455556666")).toBe(3);
    const { uses } = sandbox.quotas();
    const mine = { accountId: "123456789012", region: "us-east-1" };
    expect(uses).toMatchObject([
      { ...mine, bucket: "getPolicy", calls: 4, throttled: 2 },
      { ...mine, bucket: "getFunction", calls: 6, throttled: 2 },
      { ...mine, bucket: "other", calls: 5, throttled: 2 },
      { accountId: "444455556666", bucket: "other", calls: 3, throttled: 0 },
    ]);
  });

  it("answer 429 in the words of the service", async () => {
    await times(2, new GetPolicyCommand({ FunctionName }));
    await expect(clientOf(sandbox).send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
      name: "TooManyRequestsException",
      message: "Rate exceeded",
      Reason: "CallerRateLimitExceeded",
      $metadata: { httpStatusCode: 429 },
    });
  });

  it("are set, told and ended over HTTP; calls are counted without them, too", async () => {
    const post = async (body: unknown) =>
      (await fetch(`${sandbox.url}/_sandbox/quotas`, { method: "POST", body: JSON.stringify(body) })).json();
    expect(await post(false)).toEqual({ rates: null, uses: [] });
    expect(await times(4, new GetPolicyCommand({ FunctionName }))).toBe(4);
    expect(await (await fetch(`${sandbox.url}/_sandbox/quotas`)).json()).toMatchObject({
      uses: [{ bucket: "getPolicy", calls: 4, throttled: 0 }],
    });
    expect(await post(true)).toEqual({
      rates: { getFunction: 100, getPolicy: 15, other: 15, burst: 1 },
      uses: [],
    });
  });
});

import {
  AddPermissionCommand,
  CreateFunctionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildEstate } from "./estate/build";
import type { FaultPlan } from "./fault-plan";
import { startSandbox, type Sandbox } from "./server";
import { clientOf, permission } from "./test-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, state: buildEstate("empty") });
  for (const FunctionName of ["orders", "fault-cut-orders", "fault-before-hang-orders"])
    await clientOf(sandbox).send(
      new CreateFunctionCommand({ FunctionName, Role: "arn:aws:iam::123456789012:role/any", Code: {} }),
    );
});
beforeEach(() => sandbox.setFaults({}));
afterAll(() => sandbox.stop());

const sids = async (FunctionName: string) => {
  const { Policy } = await clientOf(sandbox)
    .send(new GetPolicyCommand({ FunctionName }))
    .catch(() => ({ Policy: '{"Statement":[]}' }));
  return (JSON.parse(Policy ?? "") as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
};
const add = (fault: string, FunctionName: string, sid: string) =>
  clientOf(sandbox, { headers: { "x-sandbox-fault": fault }, timeoutMs: 150 }).send(
    new AddPermissionCommand(permission(FunctionName, sid)),
  );

describe("a fault asked for by header", () => {
  it.each(["lost", "cut", "hang"])("%s: it is done, and the client is not told", async (fault) => {
    await expect(add(fault, "orders", fault)).rejects.not.toHaveProperty("$fault");
    expect(await sids("orders")).toContain(fault);
  });

  it.each(["unreachable", "before-hang"])("%s: it is not done, and the client can't know", async (fault) => {
    await expect(add(fault, "orders", fault)).rejects.not.toHaveProperty("$fault");
    expect(await sids("orders")).not.toContain(fault);
  });

  it("cut breaks an answer without a body, too", async () => {
    await add("", "orders", "to-remove");
    const cutting = clientOf(sandbox, { headers: { "x-sandbox-fault": "cut" } });
    const input = { FunctionName: "orders", StatementId: "to-remove" };
    await expect(cutting.send(new RemovePermissionCommand(input))).rejects.toThrow();
    expect(await sids("orders")).not.toContain("to-remove");
  });

  it("cut sends the headers and half the body", async () => {
    const answer = await fetch(`${sandbox.url}/2015-03-31/functions/orders/policy`, {
      headers: {
        "x-sandbox-fault": "cut",
        authorization: `AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
      },
    });
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });
});

describe("a fault asked for by the function's name", () => {
  it("befalls writes of its policy alone", async () => {
    const owner = clientOf(sandbox, { timeoutMs: 150 });
    const write = (name: string) => owner.send(new AddPermissionCommand(permission(name, "a")));
    await expect(write("fault-cut-orders")).rejects.toThrow();
    await expect(write("fault-before-hang-orders")).rejects.toThrow();
    expect(await sids("fault-cut-orders")).toEqual(["a"]);
    expect(await sids("fault-before-hang-orders")).toEqual([]);
  });
});

describe("a plan", () => {
  const plan: FaultPlan = { seed: 7, rate: 0.5, kinds: ["error", "throttle"], operations: ["GetPolicy"] };
  const run = async () => {
    const outcomes: string[] = [];
    for (let index = 0; index < 40; index += 1)
      outcomes.push(
        await clientOf(sandbox)
          .send(new GetPolicyCommand({ FunctionName: "orders" }))
          .then(
            () => "answered",
            (error: Error) => error.name,
          ),
      );
    return outcomes;
  };

  it("befalls the same calls again when it is set again, and counts what it did", async () => {
    sandbox.setFaults(plan);
    const first = await run();
    const { calls, injected } = sandbox.faults();
    sandbox.setFaults(plan);
    expect(await run()).toEqual(first);
    expect(calls).toBe(40);
    expect(injected).toEqual({
      error: first.filter((one) => one === "ServiceException").length,
      throttle: first.filter((one) => one === "TooManyRequestsException").length,
    });
    expect(new Set(first).size).toBe(3);
    sandbox.setFaults({ ...plan, seed: 8 });
    expect(await run()).not.toEqual(first);
  });

  it("is set, told and ended over HTTP", async () => {
    const post = (body: unknown) =>
      fetch(`${sandbox.url}/_sandbox/faults`, { method: "POST", body: JSON.stringify(body) });
    expect((await post({ ...plan, rate: 1, kinds: ["error"] })).status).toBe(200);
    expect(new Set(await run())).toEqual(new Set(["ServiceException"]));
    const told: unknown = await (await fetch(`${sandbox.url}/_sandbox/faults`)).json();
    expect(told).toMatchObject({ plan: { seed: 7, rate: 1 }, calls: 40, injected: { error: 40 } });
    await post({});
    expect(new Set(await run())).toEqual(new Set(["answered"]));
    expect((await post({ rate: 2 })).status).toBe(400);
    expect((await post({ kinds: ["nonsense"] })).status).toBe(400);
  });

  it("draws a kind as often as it weighs, and none that weighs nothing", async () => {
    sandbox.setFaults({ ...plan, rate: 1, weights: { throttle: 0.05 } });
    await run();
    const { injected } = sandbox.faults();
    expect(injected.throttle).toBeGreaterThan(0);
    expect(injected.error).toBeGreaterThan(30);
    sandbox.setFaults({ ...plan, rate: 1, weights: { throttle: 0 } });
    await run();
    expect(sandbox.faults().injected).toEqual({ error: 40 });
  });

  it("hides a write that is delayed for as long as it says, and no read is", async () => {
    sandbox.setFaults({ rate: 1, kinds: ["delayed"], delayedMs: 60_000, flicker: 0.5 });
    await add("", "orders", "delayed");
    const seen = new Set<boolean>();
    for (let index = 0; index < 20; index += 1) seen.add((await sids("orders")).includes("delayed"));
    expect(seen).toEqual(new Set([true, false]));
    expect(sandbox.faults()).toMatchObject({ calls: 1, injected: { delayed: 1 } });
  });

  it("answers a concurrent update to writes of policies alone", async () => {
    sandbox.setFaults({ rate: 1, kinds: ["concurrent"] });
    expect(await sids("orders")).not.toEqual([]);
    await expect(add("", "orders", "never")).rejects.toThrow("due to a concurrent update operation");
  });
});

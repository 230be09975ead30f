import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetPolicyCommand,
  GetResourcePolicyCommand,
  InvokeCommand,
  PutResourcePolicyCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { buildEstate } from "../estate/build";
import { startSandbox, type Sandbox } from "../server";
import { clientOf, permission } from "../test-client";

let sandbox: Sandbox;
const create = (FunctionName: string) =>
  clientOf(sandbox).send(
    new CreateFunctionCommand({ FunctionName, Role: "arn:aws:iam::123456789012:role/any", Code: {} }),
  );
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, state: buildEstate("empty") });
});
afterAll(() => sandbox.stop());

let count = 0;
let name = "";
beforeEach(async () => {
  sandbox.setFaults({});
  name = `orders-${(count += 1)}`;
  await create(name);
});
const arn = () => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

const seen = () =>
  clientOf(sandbox)
    .send(new GetPolicyCommand({ FunctionName: name }))
    .then(
      ({ Policy, RevisionId }) => ({ text: Policy ?? "", RevisionId }),
      () => ({ text: "", RevisionId: undefined }),
    );
const add = (sid: string, revision?: string, headers?: Record<string, string>) =>
  clientOf(sandbox, { headers }).send(new AddPermissionCommand(permission(name, sid, revision)));
const invoke = () =>
  clientOf(sandbox, { accountId: "111122223333" })
    .send(new InvokeCommand({ FunctionName: arn(), InvocationType: "DryRun" }))
    .then(
      () => "allowed",
      () => "denied",
    );

it("a write is there for writes at once, and for reads and calls after its time", async () => {
  sandbox.setFaults({ visibilityMs: 1000 });
  await add("a");
  expect(await seen()).toMatchObject({ text: "" });
  expect(await invoke()).toBe("denied");
  await expect(add("a")).rejects.toThrow("(a) provided already exists");
  await vi.waitFor(async () => expect((await seen()).text).toContain('"a"'), { timeout: 3000 });
  expect(await invoke()).toBe("allowed");
});

it("a revision is checked against the newest, while reads still tell the old one", async () => {
  await add("a");
  const { RevisionId } = await seen();
  await add("b", RevisionId, { "x-sandbox-visibility": "60000" });
  expect((await seen()).RevisionId).toBe(RevisionId);
  await expect(add("c", RevisionId)).rejects.toMatchObject({ name: "PreconditionFailedException" });
});

it("a statement taken away still lets in meanwhile; a read that flickers sees the newest", async () => {
  await add("a");
  sandbox.setFaults({ visibilityMs: 60_000 });
  await clientOf(sandbox).send(new RemovePermissionCommand({ FunctionName: name, StatementId: "a" }));
  expect((await seen()).text).toContain('"a"');
  expect(await invoke()).toBe("allowed");
  sandbox.setFaults({ flicker: 0.5 });
  const reads = new Set<string>();
  for (let index = 0; index < 20; index += 1) reads.add((await seen()).text);
  expect(reads.size).toBe(2);
});

it("a whole document is hidden too, and so is what it replaced", async () => {
  const owner = clientOf(sandbox, { headers: { "x-sandbox-visibility": "60000" } });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action: "lambda:InvokeFunction", Resource: arn() }],
  });
  await add("a");
  await owner.send(new PutResourcePolicyCommand({ ResourceArn: arn(), Policy }));
  const read = await owner.send(new GetResourcePolicyCommand({ ResourceArn: arn() }));
  expect(read.Policy).toContain('"Allow"');
  expect(await invoke()).toBe("allowed");
});

it("a function named for it delays its writes; made anew it shows nothing of before", async () => {
  name = "fault-delayed-orders";
  await create(name);
  await add("a");
  expect((await seen()).text).toBe("");
  await clientOf(sandbox).send(new DeleteFunctionCommand({ FunctionName: name }));
  await create(name);
  await add("b", undefined, { "x-sandbox-visibility": "0" });
  expect((await seen()).text).toMatch(/^(?!.*"a").*"b"/);
});

import { AddPermissionCommand, PublishVersionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { buildEstate } from "./estate/build";
import { startSandbox, type Sandbox } from "./server";
import { clientOf, permission } from "./test-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, state: buildEstate("demo"), writeMs: 200 });
});
beforeEach(() => fetch(`${sandbox.url}/_sandbox/writes`, { method: "DELETE" }));
afterAll(() => sandbox.stop());

const add = (target: string, sid: string) =>
  clientOf(sandbox).send(new AddPermissionCommand(permission(target, sid)));
const messages = (results: PromiseSettledResult<unknown>[]) =>
  results.map((one) => (one.status === "rejected" ? (one.reason as Error).message : "done")).sort();

it("of two writers of one function one is refused, whatever the qualifier; other functions are not held up", async () => {
  const results = await Promise.allSettled([
    add("my-function:prod", "a"),
    add("my-function:canary", "a"),
    add("payments-ledger", "a"),
  ]);
  expect(messages(results)).toEqual([
    "The function could not be updated due to a concurrent update operation.",
    "done",
    "done",
  ]);
  const refused = results.find((one) => one.status === "rejected");
  expect(refused?.reason).toMatchObject({
    name: "ResourceConflictException",
    $metadata: { httpStatusCode: 409 },
  });
  await add("my-function:prod", "b");
  await add("my-function:canary", "b");
});

it("what was written is told: by whom, with the request ID of the answer; what was refused only when asked for", async () => {
  const { $metadata } = await add("my-function:prod", "told");
  await expect(add("my-function:prod", "told")).rejects.toThrow("already exists");
  await clientOf(sandbox).send(
    new RemovePermissionCommand({ FunctionName: "my-function:prod", StatementId: "told" }),
  );
  await clientOf(sandbox).send(new PublishVersionCommand({ FunctionName: "my-function" }));
  const written = {
    functionArn: "arn:aws:lambda:us-east-1:123456789012:function:my-function",
    qualifier: "prod",
    statementId: "told",
    callerAccountId: "123456789012",
    callerArn: "arn:aws:iam::123456789012:root",
  };
  expect(sandbox.writes()).toMatchObject([
    { ...written, operation: "AddPermission", status: 201, requestId: $metadata.requestId },
    { ...written, operation: "RemovePermission", status: 204 },
  ]);
  const all: unknown = await (await fetch(`${sandbox.url}/_sandbox/writes?refused=true`)).json();
  expect(all).toMatchObject([
    { status: 201 },
    { ...written, status: 409, error: "ResourceConflictException" },
    { status: 204 },
  ]);
});

it("counts a write whose answer never arrived", async () => {
  const lost = clientOf(sandbox, { headers: { "x-sandbox-fault": "lost" } });
  await expect(lost.send(new AddPermissionCommand(permission("my-function", "lost")))).rejects.toThrow();
  expect(sandbox.writes()).toMatchObject([{ statementId: "lost", status: 201 }]);
});

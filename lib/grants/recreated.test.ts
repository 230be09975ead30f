import { randomUUID } from "node:crypto";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  PublishVersionCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/audit/actor";
import { receiveEvent } from "@/lib/catalog/notice";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { shownDrift } from "@/lib/lambda/drift";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { reviewRequest } from "@/lib/requests/review";
import { submitRequest } from "@/lib/requests/submit";
import { tasks } from "@/lib/tasks";
import { makePerson } from "@/tests/people";
import { accept, restore } from "@/tests/settle";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { reconcileGrants } from "./reconcile";
import { acceptDrift, restoreGrant } from "./settle";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const reason = "It was made anew by the pipeline";
let casey: Actor, petra: Actor, aws: LambdaClient;

beforeAll(async () => {
  await connectEstate();
  await syncNow(account);
  casey = await makePerson("Casey", ["checkout"]);
  petra = await makePerson("Petra", ["payments"]);
  aws = sandbox.clientOf(account);
});

const idOf = async (name: string) => (await db().function.findFirstOrThrow({ where: { name } })).id;
const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });

async function grantOn(name: string, qualifier: string): Promise<string> {
  const requestId = await submitRequest(casey, {
    ...{ functionId: await idOf(name), qualifier, action: "lambda:InvokeFunction", draftId: randomUUID() },
    ...{ principal: "700000000001", durationDays: "5", reason: "To see whether it survives." },
  });
  const { hash } = await analyseRequest(await getRequest(requestId));
  await reviewRequest(petra, { requestId: String(requestId), verdict: "approve", analysisHash: hash });
  const { id } = (await getRequest(requestId)).grants[0] ?? { id: "" };
  await applyGrant(id);
  expect((await grantOf(id)).state).toBe("active");
  return id;
}
async function make(name: string) {
  const [Role, Code] = [
    `arn:aws:iam::${account}:role/lambda-execution`,
    { ZipFile: Buffer.from(randomUUID()) },
  ];
  await aws.send(new CreateFunctionCommand({ FunctionName: name, Role, Code, Tags: { owner: "payments" } }));
}
async function publish(name: string, alias: string) {
  const { Version } = await aws.send(new PublishVersionCommand({ FunctionName: name }));
  await aws.send(new CreateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: Version }));
}
const remove = (FunctionName: string) => aws.send(new DeleteFunctionCommand({ FunctionName }));
async function look(name: string) {
  await rereadFunction(await idOf(name));
  await reconcileGrants();
}
const told = (name: string, eventName: string, eventTime = new Date()) =>
  receiveEvent({
    ...{ "detail-type": "AWS API Call via CloudTrail", account, region: "us-east-1" },
    detail: {
      ...{ eventID: randomUUID(), eventSource: "lambda.amazonaws.com", eventName },
      ...{ eventTime: eventTime.toISOString(), requestParameters: { functionName: name } },
      userIdentity: { arn: `arn:aws:sts::${account}:assumed-role/pipeline/run` },
    },
  });

describe("a function that was made anew", () => {
  it("seen gone in between: what was approved was another, and is asked for anew", async () => {
    const id = await grantOn("payments-refund", "prod");
    await remove("payments-refund");
    await look("payments-refund");
    expect(await grantOf(id)).toMatchObject({ drift: "function_gone" });
    await make("payments-refund");
    await publish("payments-refund", "prod");
    await look("payments-refund");
    expect(await grantOf(id)).toMatchObject({ state: "active", drift: "function_recreated" });
    expect(await grantOn("payments-refund", "prod")).toBe(id); // one more request for the same, now on this one
    await look("payments-refund");
    expect(await grantOf(id)).toMatchObject({ state: "active", drift: null });
  });

  it("with its statement there again: asked for anew, it stands as of then, and differs no more", async () => {
    const id = await grantOn("payments-refund", "prod");
    const { statementId: StatementId, appliedAt } = await grantOf(id);
    await remove("payments-refund");
    await look("payments-refund");
    await make("payments-refund");
    await publish("payments-refund", "prod");
    const target = { FunctionName: "payments-refund", Qualifier: "prod", StatementId };
    const said = { Action: "lambda:InvokeFunction", Principal: "700000000001" };
    await aws.send(new AddPermissionCommand({ ...target, ...said }));
    await look("payments-refund");
    expect(await grantOf(id)).toMatchObject({ drift: "function_recreated" });
    expect(await grantOn("payments-refund", "prod")).toBe(id);
    await look("payments-refund");
    const after = await grantOf(id);
    expect(after).toMatchObject({ state: "active", drift: null });
    expect(after.appliedAt?.getTime()).toBeGreaterThan(appliedAt?.getTime() ?? Infinity);
  });

  it("between two readings, with its alias and versions: no former version is left", async () => {
    const id = await grantOn("my-function", "prod");
    await remove("my-function");
    await make("my-function");
    await publish("my-function", "prod");
    await look("my-function");
    expect(await grantOf(id)).toMatchObject({ drift: "function_recreated", driftBy: null });
    expect(await db().notification.count({ where: { grantId: id, kind: "grant.drift_found" } })).toBe(1);
    await accept(petra, { grantId: id, reason });
    expect(await grantOf(id)).toMatchObject({ state: "revoked" });
  });

  it("restored by somebody who decided so of the one that is there, it stands on that", async () => {
    const id = await grantOn("payments-refund", "prod");
    await remove("payments-refund");
    await look("payments-refund");
    await make("payments-refund");
    await look("payments-refund");
    expect(await grantOf(id)).toMatchObject({ drift: "alias_gone" }); // it was not made again yet
    await expect(restore(petra, { grantId: id, reason })).rejects.toMatchObject({ code: "Conflict" });
    await publish("payments-refund", "prod");
    await look("payments-refund");
    expect(await grantOf(id)).toMatchObject({ drift: "function_recreated" });
    // Decided on the page as it was, which said nothing of another function.
    for (const verb of [restoreGrant, acceptDrift])
      await expect(verb(petra, { grantId: id, shown: "missing", reason })).rejects.toMatchObject({
        code: "Conflict",
        message: expect.stringContaining("no longer as it was shown to you") as string,
      });
    expect(await grantOf(id)).toMatchObject({ state: "active", drift: "function_recreated" });
    await expect(restore(casey, { grantId: id, reason })).rejects.toMatchObject({ code: "Forbidden" });
    await restore(petra, { grantId: id, reason });
    await applyGrant(id);
    await look("payments-refund");
    expect(await grantOf(id)).toMatchObject({ state: "active", drift: null });
    const review = await db().review.findFirst({ where: { text: reason }, orderBy: { createdAt: "desc" } });
    expect(review).toMatchObject({ reviewerId: petra.kind === "person" ? petra.personId : "" });
  });

  it("without a version, an event tells it from a removal, in words alone", async () => {
    const id = await grantOn("payments-receipts", "");
    await remove("payments-receipts");
    await make("payments-receipts");
    await look("payments-receipts");
    expect(await grantOf(id)).toMatchObject({ drift: "missing", driftEvent: null });
    const at = new Date();
    expect(await told("payments-receipts", "CreateFunction20150331", at)).toBe("noticed");
    // What was called after it took away nothing of what was granted.
    await told("payments-receipts", "PutResourcePolicy", new Date(at.getTime() + 1000));
    await tasks.read_function?.({ functionId: await idOf("payments-receipts") }, {} as never); // no helper is used
    const { drift, driftEvent, driftBy } = await grantOf(id);
    expect(drift).toBe("missing"); // as if the event had been lost
    expect(shownDrift(drift ?? "", driftEvent)).toBe("function_recreated");
    expect(driftBy).toBe(`arn:aws:sts::${account}:assumed-role/pipeline/run`);
  });

  it("is not what somebody who knows the secret says, where the statement stands", async () => {
    const id = await grantOn("payments-admin", "");
    await told("payments-admin", "CreateFunction20150331");
    await told("payments-admin", "CreateFunction20150331", new Date("2026-03-02T09:00:00Z"));
    await look("payments-admin");
    expect(await grantOf(id)).toMatchObject({ state: "active", drift: null });
  });
});

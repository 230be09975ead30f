import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildEstate } from "../estate/build";
import { startSandbox, type Sandbox } from "../server";
import { clientOf, permission } from "../test-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, state: buildEstate("empty") });
});
afterAll(() => sandbox.stop());

const FunctionName = "orders";
const create = (Tags?: Record<string, string>) =>
  clientOf(sandbox).send(
    new CreateFunctionCommand({
      ...{ FunctionName, Tags, Publish: true },
      Role: "arn:aws:iam::123456789012:role/any",
      Code: { ZipFile: Buffer.from("code") },
    }),
  );
const createAlias = (FunctionVersion: string) =>
  clientOf(sandbox).send(new CreateAliasCommand({ FunctionName, Name: "prod", FunctionVersion }));
const policyOf = (Qualifier?: string) =>
  clientOf(sandbox).send(new GetPolicyCommand({ FunctionName, Qualifier }));
const missing = { name: "ResourceNotFoundException" };

it("a function made anew under its name has nothing of the one before, and none of its version numbers", async () => {
  const lambda = clientOf(sandbox);
  expect((await create({ owner: "payments" })).Version).toBe("1");
  await createAlias("1");
  for (const target of ["orders", "orders:prod", "orders:1"])
    await lambda.send(new AddPermissionCommand(permission(target, "a")));
  await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  await expect(lambda.send(new ListTagsCommand({ Resource: arn }))).rejects.toMatchObject(missing);

  expect((await create()).Version).toBe("2");
  const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  expect(Versions?.map(({ Version }) => Version)).toEqual(["$LATEST", "2"]);
  expect((await lambda.send(new ListAliasesCommand({ FunctionName }))).Aliases).toEqual([]);
  expect((await lambda.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({});
  await expect(createAlias("1")).rejects.toMatchObject(missing);
  await createAlias("2");
  for (const qualifier of [undefined, "prod", "2"])
    await expect(policyOf(qualifier)).rejects.toMatchObject(missing);
});
const arn = "arn:aws:lambda:us-east-1:123456789012:function:orders";

it("an alias made anew has no policy", async () => {
  const lambda = clientOf(sandbox);
  await lambda.send(new AddPermissionCommand(permission("orders:prod", "a")));
  await lambda.send(new DeleteAliasCommand({ FunctionName, Name: "prod" }));
  await createAlias("2");
  await expect(policyOf("prod")).rejects.toMatchObject(missing);
});

it("lists pages that together hold every function once", async () => {
  const lambda = clientOf(sandbox, { accountId: "222233334444" });
  const names = Array.from({ length: 120 }, (_, index) => `fn-${String(index).padStart(3, "0")}`);
  for (const name of names.toReversed())
    await lambda.send(
      new CreateFunctionCommand({ FunctionName: name, Role: "arn:aws:iam::222233334444:role/any", Code: {} }),
    );
  const pages: (string | undefined)[][] = [];
  let Marker: string | undefined;
  do {
    const page = await lambda.send(new ListFunctionsCommand({ Marker, MaxItems: 1000 }));
    pages.push((page.Functions ?? []).map((one) => one.FunctionName));
    Marker = page.NextMarker;
  } while (Marker);
  expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
  expect(pages.flat()).toEqual(names);
});

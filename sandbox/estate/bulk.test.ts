import {
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
} from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../server";
import { accountsOf, buildEstate } from "./build";
import { findBulkShape } from "./bulk";
import { home } from "./identities";

const shape = { kind: "bulk", accounts: 3, regions: 2, functions: 60, aliases: 2 } as const;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, state: buildEstate(shape) });
});
afterAll(() => sandbox.stop());

it("is read as the product reads it: by the role of each account it lists, in each of its regions", async () => {
  const accounts = accountsOf(shape);
  expect(accounts).toHaveLength(3);
  for (const { id, roleArn, externalId, regions } of accounts) {
    const options = { endpoint: sandbox.url, maxAttempts: 1 };
    const sts = new STSClient({
      ...{ ...options, region: "us-east-1" },
      credentials: { accessKeyId: home, secretAccessKey: "any" },
    });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "test", ExternalId: externalId }),
    );
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
    };
    expect(regions).toEqual(["us-east-1", "eu-west-1"]);
    for (const region of regions) {
      const lambda = new LambdaClient({ ...options, region, credentials });
      const { Functions, NextMarker } = await lambda.send(new ListFunctionsCommand({}));
      expect(Functions).toHaveLength(50);
      expect(NextMarker).toBeDefined();
      const Resource = `arn:aws:lambda:${region}:${id}:function:fn-000001`;
      expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ owner: "team-01" });
      const read = (FunctionName: string) => lambda.send(new GetPolicyCommand({ FunctionName }));
      expect((await read("fn-000001:prod")).Policy).toContain(`${Resource}:prod`);
      await expect(read("fn-000001:stage-2")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    }
  }
});

it("is the same on every start", () => {
  const policies = () => {
    const account = buildEstate(shape).accounts["200000000002"];
    return Object.values(account?.regions["eu-west-1"]?.functions ?? {}).map(({ policies, aliases }) => ({
      policies,
      aliases,
    }));
  };
  expect(policies()).toHaveLength(60);
  expect(policies()).toEqual(policies());
});

it.each([
  ["bulk:20x2x1000", { kind: "bulk", accounts: 20, regions: 2, functions: 1000, aliases: 1 }],
  ["bulk:1x1x5x0", { kind: "bulk", accounts: 1, regions: 1, functions: 5, aliases: 0 }],
  ["bulk:0x1x5", null],
  ["bulk:1x99x5", null],
  ["bulk:1x1", null],
])("%s", (text, found) => {
  expect(findBulkShape(text)).toEqual(found);
});

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEstate } from "./estate/build";
import { startSandbox, type Sandbox } from "./server";
import type { State } from "./types";

let sandbox: Sandbox;
const file = path.join(mkdtempSync(path.join(tmpdir(), "sandbox-")), "state.json");
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, state: buildEstate("demo"), stateFile: file });
});
afterAll(() => sandbox.stop());

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
const administrator = (id: string): Keys => ({ accessKeyId: id, secretAccessKey: "any" });
const options = (credentials: Keys) => ({
  region: "us-east-1",
  endpoint: sandbox.url,
  maxAttempts: 1,
  credentials,
});
const connector = "arn:aws:iam::123456789012:role/XaccountConnector";
const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function";

async function assume(ExternalId?: string, who = "555566667777"): Promise<Keys> {
  const input = { RoleArn: connector, RoleSessionName: "test", ExternalId };
  const { Credentials } = await new STSClient(options(administrator(who))).send(new AssumeRoleCommand(input));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken,
  };
}

describe("AssumeRole", () => {
  it("is refused without the external ID, with another, and to another account", async () => {
    await expect(assume()).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(assume("guessed")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(assume("xa-7d1f3a52c8e94b06", "111122223333")).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });

  it("gives credentials that sign, and that may do what the role may", async () => {
    const keys = await assume("xa-7d1f3a52c8e94b06");
    const { Arn } = await new STSClient(options(keys)).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe("arn:aws:sts::123456789012:assumed-role/XaccountConnector/test");
    const lambda = new LambdaClient(options(keys));
    expect((await lambda.send(new ListFunctionsCommand({}))).Functions?.length).toBeGreaterThan(5);
    await expect(lambda.send(new InvokeCommand({ FunctionName: "my-function" }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    const forged = new LambdaClient(options({ ...keys, secretAccessKey: "forged" }));
    await expect(forged.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe("IAM", () => {
  it("holds a user whose key signs, and whose policy and the function's both must allow", async () => {
    const iam = new IAMClient(options(administrator("111122223333")));
    await iam.send(new CreateUserCommand({ UserName: "robot" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "robot" }));
    const robot = new LambdaClient(
      options({
        accessKeyId: AccessKey?.AccessKeyId ?? "",
        secretAccessKey: AccessKey?.SecretAccessKey ?? "",
      }),
    );
    const invoke = () => robot.send(new InvokeCommand({ FunctionName: `${arn}:prod` }));
    await expect(invoke()).rejects.toThrow(
      "because no resource-based policy allows the lambda:InvokeFunction action",
    );
    const owner = new LambdaClient(options(administrator("123456789012")));
    const Principal = "arn:aws:iam::111122223333:user/robot";
    await owner.send(
      new AddPermissionCommand({
        FunctionName: "my-function:prod",
        StatementId: "robot",
        Action: "lambda:InvokeFunction",
        Principal,
      }),
    );
    await expect(invoke()).rejects.toThrow(
      "because no identity-based policy allows the lambda:InvokeFunction action",
    );
    const PolicyDocument = JSON.stringify({
      Statement: { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: `${arn}:prod` },
    });
    await iam.send(new PutUserPolicyCommand({ UserName: "robot", PolicyName: "invoke", PolicyDocument }));
    expect((await invoke()).ExecutedVersion).toBe("1");
    expect(
      (await robot.send(new InvokeCommand({ FunctionName: `${arn}:prod`, InvocationType: "DryRun" })))
        .StatusCode,
    ).toBe(204);
  });

  it("keeps roles and their policies, and leaves an orphan where one is deleted", async () => {
    const iam = new IAMClient(options(administrator("444455556666")));
    const AssumeRolePolicyDocument = JSON.stringify({
      Statement: {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444455556666:root" },
        Action: "sts:AssumeRole",
      },
    });
    await iam.send(new CreateRoleCommand({ RoleName: "passing", AssumeRolePolicyDocument }));
    expect(
      (await iam.send(new ListRolesCommand({}))).Roles?.some((role) => role.RoleName === "passing"),
    ).toBe(true);
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: "reporting",
        PolicyName: "more",
        PolicyDocument: AssumeRolePolicyDocument,
      }),
    );
    const { PolicyDocument } = await iam.send(
      new GetRolePolicyCommand({ RoleName: "reporting", PolicyName: "more" }),
    );
    expect(JSON.parse(decodeURIComponent(PolicyDocument ?? ""))).toHaveProperty("Statement");
    const owner = new LambdaClient(options(administrator("123456789012")));
    const add = (StatementId: string, Principal: string) =>
      owner.send(
        new AddPermissionCommand({
          FunctionName: "payments-tax-free",
          StatementId,
          Action: "lambda:InvokeFunction",
          Principal,
        }),
      );
    await expect(add("a", "444455556666")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const capture = (StatementId: string, Principal: string) =>
      owner.send(
        new AddPermissionCommand({
          FunctionName: "payments-capture",
          StatementId,
          Action: "lambda:InvokeFunction",
          Principal,
        }),
      );
    await capture("passing", "arn:aws:iam::444455556666:role/passing");
    await iam.send(new DeleteRoleCommand({ RoleName: "passing" }));
    const { Policy } = await owner.send(new GetPolicyCommand({ FunctionName: "payments-capture" }));
    expect(Policy).toMatch(/"AWS":"AROA[A-Z0-9]{16}"/);
    await expect(capture("next", "444455556666")).rejects.toThrow("The provided principal was invalid");
  });
});

describe("policies", () => {
  it("are replaced whole by PutResourcePolicy, and appended to afterwards", async () => {
    const owner = new LambdaClient(options(administrator("123456789012")));
    const ResourceArn = "arn:aws:lambda:us-east-1:123456789012:function:payments-refund:prod";
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "lambda:InvokeFunction", Resource: ResourceArn }],
    });
    await owner.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
    await owner.send(
      new AddPermissionCommand({
        FunctionName: ResourceArn,
        StatementId: "after",
        Action: "lambda:InvokeFunction",
        Principal: "111122223333",
      }),
    );
    const live = await owner.send(
      new GetPolicyCommand({ FunctionName: "payments-refund", Qualifier: "prod" }),
    );
    const { Statement } = JSON.parse(live.Policy ?? "{}") as { Statement: { Effect: string }[] };
    expect(Statement.map(({ Effect }) => Effect)).toEqual(["Deny", "Allow"]);
    const caller = new LambdaClient(options(administrator("111122223333")));
    await expect(caller.send(new InvokeCommand({ FunctionName: ResourceArn }))).rejects.toThrow(
      "with an explicit deny in a resource-based policy",
    );
  });
});

describe("the state's file", () => {
  it("is what a sandbox started again goes on with", async () => {
    const kept = JSON.parse(readFileSync(file, "utf8")) as State;
    const again = await startSandbox({ port: 0, state: kept });
    const owner = new LambdaClient({ ...options(administrator("123456789012")), endpoint: again.url });
    const { Policy } = await owner.send(
      new GetPolicyCommand({ FunctionName: "my-function", Qualifier: "prod" }),
    );
    expect(Policy).toContain("user/robot");
    await again.stop();
  });
});

describe("the demo estate", () => {
  const { accounts } = buildEstate("demo");
  const functions = Object.values(accounts).flatMap((account) =>
    Object.values(account.regions).flatMap((region) => Object.values(region.functions)),
  );
  const documents = functions.flatMap((fn) =>
    Object.values(fn.policies).map((policy) => JSON.stringify(policy.document)),
  );
  const all = documents.join("\n");

  it("is large enough, and the same on every start", () => {
    const withRegions = Object.values(accounts).filter((account) => Object.keys(account.regions).length > 0);
    expect(withRegions.filter((account) => account.inOrganization)).toHaveLength(6);
    expect(functions.length).toBeGreaterThanOrEqual(60);
    expect(new Set(Object.values(accounts).flatMap((account) => Object.keys(account.regions)))).toEqual(
      new Set(["us-east-1", "eu-west-1"]),
    );
    expect(
      buildEstate("demo").accounts["123456789012"]?.regions["us-east-1"]?.functions["my-function"]?.policies,
    ).toEqual(accounts["123456789012"]?.regions["us-east-1"]?.functions["my-function"]?.policies);
  });

  it.each([
    "s3.amazonaws.com",
    "sns.amazonaws.com",
    "events.amazonaws.com",
    "apigateway.amazonaws.com",
    "AWS:SourceArn",
    "aws:PrincipalOrgID",
    ":root",
    ":role/",
    ":user/",
    "lambda:InvokeFunctionUrl",
    '"AROA',
    '"lambda:*"',
    '"Deny"',
    "NotPrincipal",
  ])("holds %s", (text) => {
    expect(all).toContain(text);
  });

  it("has a policy close to the limit, and none over it", () => {
    const sizes = documents.map((text) => Buffer.byteLength(text));
    expect(Math.max(...sizes)).toBeGreaterThan(18_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20_480);
  });
});

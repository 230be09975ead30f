import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildEstate } from "../estate/build";
import { startSandbox, type Sandbox } from "../server";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, state: buildEstate("demo") });
});
afterAll(() => sandbox.stop());

const home = "555566667777";
const options = (accessKeyId: string, secretAccessKey = "any") => ({
  region: "us-east-1",
  endpoint: sandbox.url,
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey },
});
const as = (accountId: string) => new OrganizationsClient(options(accountId));

it("lists every account to the delegated administrator, page by page", async () => {
  const pages = [];
  for await (const { Accounts = [] } of paginateListAccounts({ client: as(home), pageSize: 4 }, {}))
    pages.push(Accounts);
  expect(pages.map((page) => page.length)).toEqual([4, 4, 1]);
  const accounts = pages.flat();
  expect(accounts[0]).toEqual({
    Id: "123456789012",
    Arn: "arn:aws:organizations::999900001111:account/o-demo0000xacc/123456789012",
    Name: "payments",
    Email: "aws+123456789012@example.com",
    State: "ACTIVE",
    Status: "ACTIVE",
    Paths: ["o-demo0000xacc/r-demo/123456789012/"],
    JoinedMethod: "CREATED",
    JoinedTimestamp: new Date("2025-06-01T10:00:00Z"),
  });
  expect(accounts.filter(({ State }) => State === "SUSPENDED").map(({ Id }) => Id)).toEqual(["333322221111"]);
  expect(accounts.map(({ Id }) => Id)).not.toContain("777788889999");
});

it("describes the organization to every member, and lists its accounts to none but its administrators", async () => {
  const { Organization } = await as("123456789012").send(new DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({ Id: "o-demo0000xacc", MasterAccountId: "999900001111" });
  await expect(as("123456789012").send(new ListAccountsCommand({}))).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: "You don't have permissions to access this resource.",
  });
  expect((await as("999900001111").send(new ListAccountsCommand({}))).Accounts).toHaveLength(9);
});

it("tells an account outside that it is in none, and a user without a policy that it may not", async () => {
  await expect(as("777788889999").send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
    name: "AWSOrganizationsNotInUseException",
  });
  const iam = new IAMClient(options(home));
  await iam.send(new CreateUserCommand({ UserName: "reader" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
  const reader = options(AccessKey?.AccessKeyId ?? "", AccessKey?.SecretAccessKey);
  await expect(new OrganizationsClient(reader).send(new ListAccountsCommand({}))).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining("no identity-based policy allows the organizations:ListAccounts action"),
  });
  const forged = new OrganizationsClient({
    ...reader,
    credentials: { ...reader.credentials, secretAccessKey: "x" },
  });
  await expect(forged.send(new ListAccountsCommand({}))).rejects.toMatchObject({
    name: "InvalidSignatureException",
  });
});

it("refuses a page that is too large, and a token it did not hand out", async () => {
  await expect(as(home).send(new ListAccountsCommand({ MaxResults: 21 }))).rejects.toMatchObject({
    name: "InvalidInputException",
    Reason: "MAX_VALUE_EXCEEDED",
  });
  await expect(as(home).send(new ListAccountsCommand({ NextToken: "guessed" }))).rejects.toMatchObject({
    Reason: "INVALID_NEXT_TOKEN",
  });
});

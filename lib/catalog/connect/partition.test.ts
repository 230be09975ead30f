import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/audit/actor";
import { db } from "@/lib/db/client";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { importAccounts } from "../import-accounts";
import { connectAccount } from "./connect";
import { prepareAccounts } from "./prepare";

withDatabase();
withSandbox(); // in the partition aws
let ada: Actor;
beforeAll(async () => {
  ada = await makePerson("Ada", ["xaccount-administrators"]);
});

const accountOf = (id: string) =>
  db().account.findUnique({ where: { id }, include: { regions: { orderBy: { region: "asc" } } } });

it.each([
  ["900000000001", "eu-west-1, us-east-1", "aws"],
  ["900000000002", "cn-north-1, cn-northwest-1", "aws-cn"],
  ["900000000003", "us-gov-west-1", "aws-us-gov"],
])("an account %s with %s is prepared in %s", async (accountIds, regions, partition) => {
  await prepareAccounts(ada, { accountIds, regions });
  expect(await accountOf(accountIds)).toMatchObject({
    partition,
    roleArn: `arn:${partition}:iam::${accountIds}:role/XaccountConnector`,
    regions: regions.split(", ").map((region) => ({ region })),
  });
});

it.each<[string, string, string, string]>([
  [
    "regions of two",
    "900000000009",
    "us-east-1, cn-north-1",
    "us-east-1 is of AWS's partition aws, and cn-north-1 of aws-cn",
  ],
  [
    "another than it has",
    "900000000002",
    "us-gov-east-1",
    "Account 900000000002 can't have these regions: cn-north-1 is",
  ],
])("no account gets %s", async (_name, accountIds, regions, sentence) => {
  const before = await accountOf(accountIds);
  await expect(prepareAccounts(ada, { accountIds, regions })).rejects.toMatchObject({
    code: "Invalid",
    fields: { regions: expect.stringContaining(sentence) as unknown },
  });
  expect(await accountOf(accountIds)).toEqual(before);
});

it("an account that is known by name is prepared where its regions are", async () => {
  const id = "900000000004";
  await importAccounts(ada, [{ id, name: "beijing" }]);
  await prepareAccounts(ada, { accountIds: id, regions: "cn-north-1" });
  const roleArn = `arn:aws-cn:iam::${id}:role/XaccountConnector`;
  expect(await accountOf(id)).toMatchObject({ name: "beijing", partition: "aws-cn", roleArn });
});

it("a role of another partition than Xaccount's own is not connected, and it says why", async () => {
  await expect(connectAccount(ada, "900000000003")).rejects.toMatchObject({
    code: "Refused",
    message: expect.stringMatching(/partition aws-us-gov, and Xaccount runs in aws: /) as unknown,
  });
  expect(await accountOf("900000000003")).toMatchObject({ connection: "none" });
});

const role = (partition: string, id: string) => `arn:${partition}:iam::${id}:role/XaccountConnector`;
it.each<[string, { id: string; regions?: string[]; roleArn?: string; partition?: string }, string | RegExp]>([
  ["by its regions", { id: "900000000011", regions: ["cn-north-1"] }, "aws-cn"],
  ["by its role", { id: "900000000012", roleArn: role("aws-us-gov", "900000000012") }, "aws-us-gov"],
  ["as it says", { id: "900000000013", partition: "aws-cn" }, "aws-cn"],
  ["that it has, where nothing says another", { id: "900000000013" }, "aws-cn"],
  ["aws, where nothing says any", { id: "900000000014" }, "aws"],
  [
    "none, where it contradicts its regions",
    { id: "900000000015", regions: ["cn-north-1"], partition: "aws" },
    /cn-north-1/,
  ],
  [
    "none, where its role contradicts its regions",
    { id: "900000000015", regions: ["us-gov-east-1"], roleArn: role("aws", "900000000015") },
    /us-gov-east-1 is of AWS's partition aws-us-gov, and the role .* of aws/,
  ],
  ["none, where a region is none", { id: "900000000015", regions: ["moon"] }, /“moon” is no region/],
])("a file's account is in the partition: %s", async (_name, account, expected) => {
  const file = [{ name: "one", ...account, ...(account.roleArn ? { externalId: `xa-${account.id}` } : {}) }];
  if (typeof expected === "string") {
    await importAccounts(ada, file);
    expect(await accountOf(account.id)).toMatchObject({ partition: expected });
  } else {
    await expect(importAccounts(ada, file)).rejects.toMatchObject({
      code: "Invalid",
      message: expect.stringMatching(expected) as unknown,
    });
    expect(await accountOf(account.id)).toBeNull();
  }
});

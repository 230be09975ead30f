import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { listEvents } from "@/lib/audit/list";
import { db } from "@/lib/db/client";
import { inPartition } from "@/tests/in-partition";
import { makePerson } from "@/tests/people";
import { startWire } from "@/tests/wire";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { unaudited } from "@/lib/db/unaudited";
import { importAccounts } from "../import-accounts";
import { connectAccount } from "./connect";
import { prepareAccounts } from "./prepare";
import { cloudFormation, connectorRole, stackSet, terraform } from "./template";

withDatabase();
const sandbox = withSandbox();
const accountId = "999900001111";
let ada: Actor;
let casey: Actor;
beforeAll(async () => {
  [ada, casey] = [
    await makePerson("Ada", ["xaccount-administrators"]),
    await makePerson("Casey", ["checkout"]),
  ];
});

const template = z.object({
  Resources: z.object({
    Connector: z.object({
      Properties: z.object({
        AssumeRolePolicyDocument: z.looseObject({
          Statement: z.array(z.looseObject({ Condition: z.unknown() })),
        }),
        Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
      }),
    }),
  }),
});

const asItIs = (document: unknown): unknown => document;

/** Makes the role in the account, as the stack of the template would. @param trust and `rights` change its policies first */
async function makeRole(trust = asItIs, rights = asItIs): Promise<void> {
  const { externalId } = await db().account.findUniqueOrThrow({ where: { id: accountId } });
  const text = cloudFormation({
    homeAccountId: "555566667777",
    accountId,
    partition: "aws",
    externalId: externalId ?? "",
  });
  const read = template.parse(JSON.parse(inPartition(text, "aws")));
  const { AssumeRolePolicyDocument, Policies } = read.Resources.Connector.Properties;
  const iam = new IAMClient({
    region: "us-east-1",
    endpoint: process.env.AWS_ENDPOINT_URL,
    credentials: { accessKeyId: accountId, secretAccessKey: "x" },
  });
  for (const { PolicyName } of Policies)
    await iam.send(new DeleteRolePolicyCommand({ RoleName: connectorRole, PolicyName })).catch(() => null);
  await iam.send(new DeleteRoleCommand({ RoleName: connectorRole })).catch(() => null); // none, the first time
  const document = JSON.stringify(trust(AssumeRolePolicyDocument));
  await iam.send(new CreateRoleCommand({ RoleName: connectorRole, AssumeRolePolicyDocument: document }));
  for (const { PolicyName, PolicyDocument } of Policies)
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: connectorRole,
        PolicyName,
        PolicyDocument: JSON.stringify(rights(PolicyDocument)),
      }),
    );
}

/** A trust policy whose external ID ends in a wildcard: who knows how ours begin could guess it. */
const likeAll = (text: string) =>
  text.replace("StringEquals", "StringLike").replace(/"(xa-[0-9a-f]{8})[0-9a-f]{24}"/, '"$1*"');
const withoutListing = (text: string) => text.replace('"lambda:ListFunctions",', "");

describe("connecting an account", () => {
  it("gives each account an external ID of its own, which stays", async () => {
    await expect(
      prepareAccounts(casey, { accountIds: accountId, regions: "us-east-1" }),
    ).rejects.toMatchObject({ code: "Forbidden" });
    await expect(prepareAccounts(ada, { accountIds: "12345", regions: "moon" })).rejects.toMatchObject({
      code: "Invalid",
      fields: {
        accountIds: expect.stringContaining("12 digits") as unknown,
        regions: expect.stringContaining("moon") as unknown,
      },
    });
    await prepareAccounts(ada, { accountIds: `${accountId}, 999900002222`, regions: "us-east-1" });
    const ids = async () =>
      (await db().account.findMany({ orderBy: { id: "asc" } })).map(({ externalId }) => externalId);
    const first = await ids();
    expect(new Set(first).size).toBe(2);
    expect(first.every((one) => /^xa-[0-9a-f]{32}$/.test(one ?? ""))).toBe(true);
    await prepareAccounts(ada, { accountIds: accountId, regions: "eu-west-1" });
    expect(await ids()).toEqual(first);
  });

  it("says why it does not connect: no role, a role that is open, one that may not read", async () => {
    await expect(connectAccount(ada, accountId)).rejects.toMatchObject({ code: "Refused" });
    await makeRole((document) => {
      const { Statement, ...rest } = z.looseObject({ Statement: z.array(z.looseObject({})) }).parse(document);
      return { ...rest, Statement: Statement.map(({ Condition: _gone, ...one }) => one) };
    });
    await expect(connectAccount(ada, accountId)).rejects.toMatchObject({
      code: "Refused",
      message: expect.stringContaining("without its external ID") as unknown,
    });
    await makeRole((document) => JSON.parse(likeAll(JSON.stringify(document))) as unknown);
    await expect(connectAccount(ada, accountId)).rejects.toMatchObject({
      code: "Refused",
      message: expect.stringContaining("without its external ID") as unknown,
    });
    await makeRole(asItIs, (document) => JSON.parse(withoutListing(JSON.stringify(document))) as unknown);
    await expect(connectAccount(ada, accountId)).rejects.toMatchObject({
      code: "Refused",
      message: expect.stringContaining("lambda:ListFunctions") as unknown,
    });
    await expect(connectAccount(casey, accountId)).rejects.toMatchObject({ code: "Forbidden" });
    expect((await db().account.findUniqueOrThrow({ where: { id: accountId } })).connection).toBe("none");
  });

  it("connects the role that the template makes", async () => {
    await makeRole();
    await connectAccount(ada, accountId);
    expect((await db().account.findUniqueOrThrow({ where: { id: accountId } })).connection).toBe("role");
    const { rows } = await listEvents({ action: "account" });
    expect(rows.map(({ action }) => action)).toContain("account.connected");
  });

  it("never changes an external ID, whoever tries: not a file of accounts, not the database's own user", async () => {
    const before = await db().account.findUniqueOrThrow({ where: { id: accountId } });
    const other = { id: accountId, name: "other", roleArn: before.roleArn, externalId: "xa-another-one" };
    await expect(importAccounts(ada, [other])).rejects.toMatchObject({
      code: "Invalid",
      message: expect.stringContaining("never changes") as unknown,
    });
    for (const externalId of ["xa-another-one", null])
      await expect(
        unaudited("catalog.read", (tx) =>
          tx.account.update({ where: { id: accountId }, data: { externalId } }),
        ),
      ).rejects.toThrow("never changes");
    const { externalId } = before;
    await expect(
      unaudited("catalog.read", (tx) =>
        tx.account.create({ data: { id: "999900003333", name: "twin", externalId } }),
      ),
    ).rejects.toMatchObject({ code: "P2002" });
    expect(await db().account.findUniqueOrThrow({ where: { id: accountId } })).toEqual(before);
  });

  it("one template for a StackSet holds each account's own external ID", () => {
    const connector = { homeAccountId: "555566667777", partition: "aws" };
    const text = stackSet([
      { ...connector, accountId: "111122223333", externalId: "xa-1" },
      { ...connector, accountId: "444455556666", externalId: "xa-2" },
    ]);
    const read = z.looseObject({ Mappings: z.unknown(), Resources: z.unknown() }).parse(JSON.parse(text));
    expect(read.Mappings).toEqual({
      Accounts: { "111122223333": { ExternalId: "xa-1" }, "444455556666": { ExternalId: "xa-2" } },
    });
    expect(JSON.stringify(read.Resources)).toContain(
      '"sts:ExternalId":{"Fn::FindInMap":["Accounts",{"Ref":"AWS::AccountId"},"ExternalId"]}',
    );
    expect(JSON.stringify(read.Resources)).not.toContain("xa-");
  });

  it("connects no role that became another while it was tried", async () => {
    await makeRole();
    const before = await db().account.findUniqueOrThrow({ where: { id: accountId } });
    const set = (data: object) =>
      unaudited("catalog.read", (tx) => tx.account.update({ where: { id: accountId }, data }));
    await set({ connection: "none" });
    let isAnother: Promise<unknown> | undefined;
    const roleArn = `arn:aws:iam::${accountId}:role/Another`;
    const wire = await startWire(sandbox.running().url, async () => {
      await (isAnother ??= set({ roleArn }));
    });
    process.env.AWS_ENDPOINT_URL = wire.url;
    await expect(connectAccount(ada, accountId)).rejects.toMatchObject({ code: "Conflict" });
    process.env.AWS_ENDPOINT_URL = sandbox.running().url;
    await wire.stop();
    expect((await db().account.findUniqueOrThrow({ where: { id: accountId } })).connection).toBe("none");
    await set({ roleArn: before.roleArn, connection: "role" });
  });

  it("takes no external ID from a file that AWS would not take, or Terraform would read as its own", async () => {
    for (const externalId of ["xa-${path.root}", 'xa-"1"', "x"])
      await expect(
        importAccounts(ada, [
          { id: "999900004444", name: "odd", roleArn: "arn:aws:iam::1:role/x", externalId },
        ]),
      ).rejects.toMatchObject({ code: "Invalid" });
  });

  it("shows the same in Terraform", () => {
    const text = terraform({
      homeAccountId: "555566667777",
      accountId,
      partition: "aws",
      externalId: "xa-1",
    });
    expect(text).toContain('"sts:ExternalId": "xa-1"');
    expect(text).toContain("arn:${data.aws_partition.current.partition}:iam::555566667777:root");
  });
});

import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/audit/actor";
import { listEvents } from "@/lib/audit/list";
import { db } from "@/lib/db/client";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, withSandbox } from "@/tests/with-sandbox";
import { listUnprepared } from "./connect";
import { prepareAccounts } from "./prepare";
import { readOrganization } from "./read-organization";

withDatabase();
withSandbox();
let ada: Actor;
beforeAll(async () => {
  await connectEstate();
  ada = await makePerson("Ada", ["xaccount-administrators"]);
});

it("makes the organization's accounts known by name, and leaves how they are connected as it is", async () => {
  const before = await db().account.findMany({ orderBy: { id: "asc" } });
  const read = await readOrganization(ada);
  expect(read).toMatchObject({ total: 9, suspended: 1 });
  const after = await db().account.findMany({ orderBy: { id: "asc" } });
  expect(after).toHaveLength(before.length + read.added);
  for (const { id, roleArn, externalId, connection } of before)
    expect(after.find((one) => one.id === id)).toMatchObject({ roleArn, externalId, connection });
  expect(after.map(({ id }) => id)).not.toContain("333322221111"); // it is suspended
  expect(await readOrganization(ada)).toMatchObject({ added: 0, renamed: 0 });
  expect((await listEvents({ action: "organization" })).rows).toHaveLength(2);
});

it("one that it made known is offered, and no longer once it is prepared", async () => {
  await readOrganization(ada);
  expect((await listUnprepared()).map(({ id }) => id)).toContain("888899990000");
  await prepareAccounts(ada, { accountIds: "888899990000", regions: "us-east-1" });
  expect((await listUnprepared()).map(({ id }) => id)).not.toContain("888899990000");
  const { name, externalId } = await db().account.findUniqueOrThrow({ where: { id: "888899990000" } });
  expect({ name, own: /^xa-[0-9a-f]{32}$/.test(externalId ?? "") }).toEqual({ name: "research", own: true });
});

it("says what to do where AWS does not let this account list them; nobody else may ask", async () => {
  const home = process.env.AWS_ACCESS_KEY_ID;
  process.env.AWS_ACCESS_KEY_ID = "123456789012"; // a member that administers nothing
  await expect(readOrganization(ada)).rejects.toMatchObject({
    code: "Refused",
    message: expect.stringContaining("delegated administrator") as unknown,
  });
  process.env.AWS_ACCESS_KEY_ID = home;
  const casey = await makePerson("Casey", ["checkout"]);
  await expect(readOrganization(casey)).rejects.toMatchObject({ code: "Forbidden" });
});

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { cannotBePermanent } from "./permanent";

// Read when a rule is first asked for, so that it holds for all of this file.
const folder = mkdtempSync(path.join(tmpdir(), "xaccount-rules-"));
cpSync("rules", folder, { recursive: true });
rmSync(path.join(folder, "permanent.cedar"));
process.env.XACCOUNT_RULES = folder;
afterAll(() => rmSync(folder, { recursive: true }));

withDatabase();
withSandbox();

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
});

it("without a rule that lets somebody approve it, nobody can ask for access without an end", async () => {
  const casey = await makePerson("Casey", ["checkout"]);
  const owned = {
    accountId: "123456789012",
    region: "us-east-1",
    name: "my-function",
    owners: ["payments"],
  };
  const why = "No rule lets anybody approve access without an end.";
  expect(
    cannotBePermanent({ type: "Request", requesterId: casey.personId, state: "pending", function: owned }),
  ).toContain(why);
  await expect(ask(casey, { permanent: "yes" })).rejects.toMatchObject({
    code: "Invalid",
    fields: { permanent: expect.stringContaining(why) as string },
  });
  expect(await db().request.count()).toBe(0);
  expect(await ask(casey)).toBeGreaterThan(0);
});

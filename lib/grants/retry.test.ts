import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import type { PersonActor } from "@/lib/identity/types";
import { getRequest } from "@/lib/requests/get";
import { approve, ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { failedGrants } from "./list";
import { retryGrant } from "./retry";

withDatabase();
const sandbox = withSandbox();
let casey: PersonActor, petra: PersonActor;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
});

const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });

it("what a person tries again and AWS refuses again has failed again, and is shown; once AWS takes it, it stands", async () => {
  const requestId = await ask(casey, { principal: "arn:aws:iam::111122223333:role/made-too-late" });
  await approve(petra, requestId);
  const grantId = (await getRequest(requestId)).grants[0]?.id ?? "";
  await applyGrant(grantId);
  expect(await grantOf(grantId)).toMatchObject({ state: "failed", failure: { code: "Refused" } });

  await retryGrant(petra, grantId);
  expect(await grantOf(grantId)).toMatchObject({ state: "applying" });
  await applyGrant(grantId);
  expect(await grantOf(grantId)).toMatchObject({ state: "failed", failure: { code: "Refused" } });
  expect((await failedGrants(petra)).map(({ id }) => id)).toContain(grantId);
  expect(await db().notification.count({ where: { grantId, kind: "grant.apply_failed" } })).toBe(2);

  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  });
  const role = { RoleName: "made-too-late", AssumeRolePolicyDocument: trust };
  await sandbox.iamOf("111122223333").send(new CreateRoleCommand(role));
  await retryGrant(petra, grantId);
  await applyGrant(grantId);
  expect(await grantOf(grantId)).toMatchObject({ state: "active", failure: null });
  await expect(retryGrant(petra, grantId)).rejects.toMatchObject({ code: "Conflict" });
});

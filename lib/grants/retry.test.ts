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
import { findFound } from "./found";
import { failedGrants } from "./list";
import { retryGrant } from "./retry";
import { revokeGrant } from "./revoke";

withDatabase();
const sandbox = withSandbox();
let casey: PersonActor, petra: PersonActor;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
});

/** A role of the account; made only now. */
async function makeRole(RoleName: string): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  });
  await sandbox.iamOf("111122223333").send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
}
/** An approval that AWS refused, since its role did not exist yet; it does now. */
async function failed(roleName: string) {
  const principal = `arn:aws:iam::111122223333:role/${roleName}`;
  const requestId = await ask(casey, { principal });
  await approve(petra, requestId);
  const grantId = (await getRequest(requestId)).grants[0]?.id ?? "";
  await applyGrant(grantId);
  expect(await grantOf(grantId)).toMatchObject({ state: "failed", failure: { code: "Refused" } });
  await makeRole(roleName);
  return { principal, grantId };
}
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

  await makeRole("made-too-late");
  await retryGrant(petra, grantId);
  await applyGrant(grantId);
  expect(await grantOf(grantId)).toMatchObject({ state: "active", failure: null });
  await expect(retryGrant(petra, grantId)).rejects.toMatchObject({ code: "Conflict" });
});

it("what was asked for anew after it had failed is not tried again: it would stand twice, and outlive the other", async () => {
  const { principal, grantId } = await failed("asked-anew");
  const anew = await ask(casey, { principal });
  await approve(petra, anew);
  const [other] = (await getRequest(anew)).grants;
  expect(other?.id).not.toBe(grantId);
  await applyGrant(other?.id ?? "");
  const { instead } = (await findFound([await grantOf(grantId)])).get(grantId) ?? {};
  expect(instead).toContain(`stands already, by request ${anew}.`);
  await expect(retryGrant(petra, grantId)).rejects.toMatchObject({
    code: "Conflict",
    message: `${instead ?? ""} Nothing was tried.`,
  });
  expect(await grantOf(grantId)).toMatchObject({ state: "failed" });

  await revokeGrant(petra, { grantId: other?.id, reason: "No longer needed" });
  expect((await findFound([await grantOf(grantId)])).get(grantId)).toMatchObject({ instead: null });
  await retryGrant(petra, grantId);
  expect(await grantOf(grantId)).toMatchObject({ state: "applying" });
});

it("tried again and asked for anew at the same moment, there is one statement", async () => {
  const { principal, grantId } = await failed("at-once");
  const anew = await ask(casey, { principal });
  const both = await Promise.allSettled([approve(petra, anew), retryGrant(petra, grantId)]);
  // Both, where the approver was shown what had just been tried again.
  expect(both.map(({ status }) => status)).toContain("fulfilled");
  expect(await db().grant.count({ where: { principal, state: "applying" } })).toBe(1);
});

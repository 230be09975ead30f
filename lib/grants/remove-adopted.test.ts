import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { adoptStatement } from "@/lib/requests/adopt";
import { getRequest } from "@/lib/requests/get";
import { makePerson } from "@/tests/people";
import { startWire, type Wire } from "@/tests/wire";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { performRevoke } from "./perform-revoke";
import { revokeGrant } from "./revoke";

withDatabase();
const sandbox = withSandbox();
const owner = () => sandbox.clientOf("123456789012");
const target = { FunctionName: "payments-refund", StatementId: "checkout-legacy" };
let wire: Wire;
/** What somebody else does just before the product's removal arrives. */
let meanwhile: (() => Promise<unknown>) | null = null;
let removals = 0;

beforeAll(async () => {
  wire = await startWire(process.env.AWS_ENDPOINT_URL ?? "", async ({ method, path }) => {
    if (method !== "DELETE" || !path.includes("/policy/")) return;
    removals += 1;
    await meanwhile?.();
  });
  process.env.AWS_ENDPOINT_URL = wire.url;
  await connectEstate();
  await syncNow("123456789012");
});
afterAll(() => wire.stop());

it("an adopted statement that is gone already is not removed: whoever makes one of its ID now keeps it", async () => {
  const petra = await makePerson("Petra", ["payments"]);
  const row = await db().statement.findFirstOrThrow({
    where: { sid: target.StatementId, goneAt: null, target: { qualifier: "" } },
  });
  const shown = { statementId: row.id, shown: row.document };
  const ask = { ...shown, durationDays: "7", reason: "The settlement runs on it every night." };
  const requestId = await adoptStatement(petra, ask);
  const grantId = (await getRequest(requestId)).grants[0]?.id ?? "";
  await revokeGrant(petra, { grantId, reason: "They moved to prod" });

  // As Terraform replaces a statement: it is removed, and made anew a moment later.
  await owner().send(new RemovePermissionCommand(target));
  const another = { ...target, Action: "lambda:GetFunction", Principal: "999900001111" };
  meanwhile = () => owner().send(new AddPermissionCommand(another));
  await performRevoke(grantId);
  meanwhile = null;
  if (removals === 0) await owner().send(new AddPermissionCommand(another));

  expect(await db().grant.findUniqueOrThrow({ where: { id: grantId } })).toMatchObject({ state: "revoked" });
  const { Policy } = await owner().send(new GetPolicyCommand({ FunctionName: target.FunctionName }));
  expect(Policy).toContain("999900001111");
});

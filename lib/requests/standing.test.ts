import { beforeAll, expect, it } from "vitest";
import { AddPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { refreshPolicy } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { applyGrant } from "@/lib/grants/apply";
import { reconcileGrants } from "@/lib/grants/reconcile";
import type { PersonActor } from "@/lib/identity/types";
import { approve, ask, myFunctionId } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { accept } from "@/tests/settle";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { adoptStatement } from "./adopt";
import { analyseRequest, getRequest } from "./get";
import { reasonsFor } from "./reasons";

withDatabase();
const sandbox = withSandbox();
let casey: PersonActor, petra: PersonActor;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
});

it("what was adopted and somebody removed is not written again for a new request: it is over first", async () => {
  const aws = sandbox.clientOf("123456789012");
  const target = { FunctionName: "my-function", Qualifier: "prod", StatementId: "by-hand" };
  const [principal, functionId] = ["700000000001", await myFunctionId()];
  await aws.send(
    new AddPermissionCommand({ ...target, Action: "lambda:InvokeFunction", Principal: principal }),
  );
  await refreshPolicy(functionId, "prod");
  const row = await db().statement.findFirstOrThrow({ where: { sid: "by-hand", goneAt: null } });
  const shown = { statementId: row.id, shown: row.document };
  const adoption = await adoptStatement(petra, { ...shown, durationDays: "7", reason: "They run on it." });
  const grantId = (await getRequest(adoption)).grants[0]?.id ?? "";
  await aws.send(new RemovePermissionCommand(target));
  await refreshPolicy(functionId, "prod");

  const requestId = await ask(casey, { principal });
  for (const drift of [null, "missing"]) {
    expect(await db().grant.findUniqueOrThrow({ where: { id: grantId } })).toMatchObject({ drift });
    const request = await getRequest(requestId);
    const { approve: why } = reasonsFor(petra, request, await analyseRequest(request));
    expect(why).toContain("was adopted");
    const refusal = { code: "Conflict", message: `${why ?? ""} Nothing was approved.` };
    await expect(approve(petra, requestId)).rejects.toMatchObject(refusal);
    await reconcileGrants();
  }
  await accept(petra, { grantId, reason: "Asked for here" });
  await approve(petra, requestId);
  const [grant] = (await getRequest(requestId)).grants;
  await applyGrant(grant?.id ?? "");
  expect((await getRequest(requestId)).grants).toMatchObject([{ state: "active", origin: "written" }]);
  expect(grant?.statementId).toMatch(/^xa-/);
});

it("a request for what stands and was changed in AWS says so on its button, before anybody approves it", async () => {
  const first = await ask(casey);
  await approve(petra, first);
  const { id = "", statementId: StatementId = "" } = (await getRequest(first)).grants[0] ?? {};
  await applyGrant(id);
  const aws = sandbox.clientOf("123456789012");
  const target = { FunctionName: "my-function", Qualifier: "prod", StatementId };
  await aws.send(new RemovePermissionCommand(target));
  await aws.send(
    new AddPermissionCommand({ ...target, Action: "lambda:GetFunction", Principal: "111122223333" }),
  );
  await refreshPolicy(await myFunctionId(), "prod");
  await reconcileGrants();
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({ drift: "altered" });

  const second = await ask(casey);
  const request = await getRequest(second);
  const reasons = reasonsFor(petra, request, await analyseRequest(request));
  expect(reasons.approve).toContain("its statement was changed in AWS");
  expect(reasons.reject).toBeNull();
  await expect(approve(petra, second)).rejects.toMatchObject({
    code: "Conflict",
    message: `${reasons.approve ?? ""} Nothing was approved.`,
  });
});

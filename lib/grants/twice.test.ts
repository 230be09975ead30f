import { GetPolicyCommand, PutResourcePolicyCommand } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { performRevoke } from "./perform-revoke";
import { reconcileGrants } from "./reconcile";
import { revokeGrant } from "./revoke";
import { listUnmanaged } from "./unmanaged";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const target = { FunctionName: "my-function", Qualifier: "prod" };
const arn = `arn:aws:lambda:us-east-1:${account}:function:my-function:prod`;
const cast = withCast();
const aws = () => sandbox.clientOf(account);

const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });
const policyNow = async () => (await aws().send(new GetPolicyCommand(target))).Policy ?? "";
const another = (Sid: string) => ({
  ...{ Sid, Effect: "Allow", Principal: "*", Action: "lambda:InvokeFunction", Resource: arn },
});

/** A grant, and somebody's whole policy in which another statement has its ID, too. */
async function twice(order: "before" | "after") {
  await rereadFunction(cast.functionId);
  const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  await applyGrant(id);
  const { statementId, statement } = await grantOf(id);
  const ours = JSON.parse(statement ?? "") as object; // as AWS returned it
  const Statement = order === "before" ? [another(statementId), ours] : [ours, another(statementId)];
  const Policy = JSON.stringify({ Version: "2012-10-17", Id: "default", Statement });
  await aws().send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy }));
  await rereadFunction(cast.functionId);
  return { id, statementId };
}

it.each(["before", "after"] as const)(
  "another statement of a grant's ID, %s it, is nobody's, and does not hide behind the grant",
  async (order) => {
    const { id, statementId } = await twice(order);
    await reconcileGrants();
    expect((await grantOf(id)).drift).toBeNull();
    const { rows } = await listUnmanaged(cast.petra, { of: "owned", q: "my-function" });
    expect(rows.filter(({ sid }) => sid === statementId)).toMatchObject([{ exposure: "public" }]);
  },
);

it.each(["before", "after"] as const)(
  "revoking does not take another statement of its ID, %s it, with it, and goes on once it has another",
  async (order) => {
    const { id, statementId } = await twice(order);
    await revokeGrant(cast.petra, { grantId: id, reason: "No longer needed" });
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({ state: "revoking", failure: { code: "Conflict", told: true } });
    expect(await policyNow()).toContain('"Principal":"*"');
    const Statement = [another("theirs"), JSON.parse((await grantOf(id)).statement ?? "") as object];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await aws().send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy }));
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({ state: "revoked" });
    expect(await policyNow()).toContain('"theirs"');
    expect(await policyNow()).not.toContain(statementId);
  },
);

import { CreateRoleCommand, DeleteRoleCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/list";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { performRevoke } from "./perform-revoke";
import { reconcileGrants } from "./reconcile";
import { removeFound } from "./remove-found";
import { revokeGrant } from "./revoke";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const target = { FunctionName: "my-function", Qualifier: "prod" };
const reason = "Nobody needs it";
const cast = withCast();
let aws: LambdaClient;

beforeAll(() => {
  aws = sandbox.clientOf(account);
});

const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });
const policyNow = async () => (await aws.send(new GetPolicyCommand(target))).Policy ?? "";

async function active(principal = nextPrincipal()) {
  const id = (await verbs[0]?.prepare(cast, principal)) ?? "";
  await applyGrant(id);
  return grantOf(id);
}
async function look() {
  await rereadFunction(cast.functionId);
  await reconcileGrants();
}
/** Somebody writes another statement under the grant's ID. */
async function alter(StatementId: string, Principal: string) {
  await aws.send(new RemovePermissionCommand({ ...target, StatementId }));
  await aws.send(
    new AddPermissionCommand({ ...target, StatementId, Action: "lambda:GetFunction", Principal }),
  );
}

describe("removing what stands instead of what was granted", () => {
  it("one that was changed goes as it was shown, and not as it is changed again", async () => {
    const { id, statementId } = await active();
    await alter(statementId, "999900001111");
    await look();
    const { driftFound } = await grantOf(id);
    const ask = { grantId: id, shown: driftFound ?? "", reason };
    await expect(removeFound(cast.casey, ask)).rejects.toMatchObject({ code: "Forbidden" });

    await alter(statementId, "999900002222");
    await expect(removeFound(cast.petra, ask)).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("somebody changed it") as unknown,
    });
    await look();
    await removeFound(cast.petra, { ...ask, shown: (await grantOf(id)).driftFound ?? "" });
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({
      state: "revoked",
      drift: null,
      removeFound: null,
      failure: null,
    });
    expect(await policyNow()).not.toContain(statementId);
    const { rows } = await listEvents({ grantId: id });
    expect(rows.map(({ action }) => action).slice(0, 2)).toEqual(["grant.revoked", "grant.remove_decided"]);
  });

  it("ends a revoke that stopped before somebody's change", async () => {
    const { id, statementId } = await active();
    await alter(statementId, "999900003333");
    await revokeGrant(cast.petra, { grantId: id, reason });
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({ state: "revoking", failure: { code: "Conflict" } });
    await look();
    const { document } = await db().statement.findFirstOrThrow({ where: { grantId: id, goneAt: null } });
    await removeFound(cast.petra, { grantId: id, shown: document, reason });
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({ state: "revoked" });
    expect(await policyNow()).not.toContain(statementId);
  });

  it("one whose role was deleted goes", async () => {
    const iam = sandbox.iamOf("111122223333");
    await iam.send(
      new CreateRoleCommand({
        RoleName: "passing",
        AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
      }),
    );
    const { id, statementId } = await active("arn:aws:iam::111122223333:role/passing");
    await iam.send(new DeleteRoleCommand({ RoleName: "passing" }));
    await look();
    const { drift, driftFound } = await grantOf(id);
    expect(drift).toBe("principal_orphaned");
    await removeFound(cast.petra, { grantId: id, shown: driftFound ?? "", reason });
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({ state: "revoked" });
    expect(await policyNow()).not.toContain(statementId);
  });

  it("one that stands as granted is revoked, not removed", async () => {
    const { id, statement } = await active();
    await expect(
      removeFound(cast.petra, { grantId: id, shown: statement ?? "", reason }),
    ).rejects.toMatchObject({ code: "Conflict" });
  });
});

import {
  AddPermissionCommand,
  DeleteAliasCommand,
  PutResourcePolicyCommand,
  RemovePermissionCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/list";
import { db } from "@/lib/db/client";
import { checkHealth } from "@/lib/health";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { accept, restore } from "@/tests/settle";
import { withDatabase } from "@/tests/with-database";
import { syncNow, withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { failedGrants, listGrants } from "./list";
import { performRevoke } from "./perform-revoke";
import { reconcileGrants } from "./reconcile";
import { revokeGrant } from "./revoke";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const target = { FunctionName: "my-function", Qualifier: "prod" };
const cast = withCast(["payments", "checkout"]);
let aws: LambdaClient;

beforeAll(() => {
  aws = sandbox.clientOf(account);
});

const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });

/** A grant that stands. */
async function active(principal = nextPrincipal()): Promise<string> {
  const id = (await verbs[0]?.prepare(cast, principal)) ?? "";
  await applyGrant(id);
  expect((await grantOf(id)).state).toBe("active");
  return id;
}

/** What the hourly sync and the minute's comparison do. */
async function look(): Promise<number> {
  await syncNow(account);
  return reconcileGrants();
}

const reason = "Checked with the team";

describe("drift", () => {
  it("finds nothing where all stands as granted, however often it looks", async () => {
    await active();
    expect(await look()).toBe(0);
    expect(await reconcileGrants()).toBe(0);
  });

  it("a statement that somebody removed is found once, told, and put back by a decision", async () => {
    const id = await active();
    const { statementId } = await grantOf(id);
    await aws.send(new RemovePermissionCommand({ ...target, StatementId: statementId }));
    expect(await look()).toBe(1);
    expect(await reconcileGrants()).toBe(0);
    expect(await grantOf(id)).toMatchObject({ state: "active", drift: "missing" });
    expect((await failedGrants(cast.petra)).map((grant) => grant.id)).toContain(id);
    expect((await listGrants(cast.petra, { of: "all", drift: "any" })).rows.map((grant) => grant.id)).toEqual(
      [id],
    );
    expect((await checkHealth()).find(({ name }) => name === "Drift")?.ok).toBe(false);

    await expect(restore(cast.casey, { grantId: id, reason })).rejects.toMatchObject({
      code: "Forbidden",
    });
    await restore(cast.petra, { grantId: id, reason });
    await expect(restore(cast.petra, { grantId: id, reason })).rejects.toMatchObject({
      code: "Conflict",
    });
    await applyGrant(id);
    expect(await grantOf(id)).toMatchObject({ state: "active", drift: null });
    expect(await look()).toBe(0);
    const { rows } = await listEvents({ grantId: id });
    expect(rows.map(({ action }) => action).reverse()).toEqual([
      "grant.intended",
      "grant.applied",
      "grant.drift_found",
      "grant.restore_decided",
      "grant.applied",
    ]);
  });

  it("one that came back by itself is as granted again", async () => {
    const principal = nextPrincipal();
    const id = await active(principal);
    const { statementId } = await grantOf(id);
    await aws.send(new RemovePermissionCommand({ ...target, StatementId: statementId }));
    await look();
    await aws.send(
      new AddPermissionCommand({
        ...target,
        StatementId: statementId,
        Action: "lambda:InvokeFunction",
        Principal: principal,
      }),
    );
    expect(await look()).toBe(1);
    expect(await grantOf(id)).toMatchObject({ drift: null, driftSince: null });
  });

  it("one that was changed is told apart, and neither restored nor removed over somebody's change", async () => {
    const id = await active();
    const { statementId } = await grantOf(id);
    await aws.send(new RemovePermissionCommand({ ...target, StatementId: statementId }));
    await aws.send(
      new AddPermissionCommand({
        ...target,
        StatementId: statementId,
        Action: "lambda:GetFunction",
        Principal: "999900001111",
      }),
    );
    await look();
    expect(await grantOf(id)).toMatchObject({
      drift: "altered",
      driftFound: expect.stringContaining("GetFunction") as unknown,
    });
    await expect(restore(cast.petra, { grantId: id, reason })).rejects.toMatchObject({
      code: "Conflict",
    });
    await revokeGrant(cast.petra, { grantId: id, reason });
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({
      state: "revoking",
      failure: { step: "revoke", code: "Conflict", told: true },
    });
    expect((await failedGrants(cast.petra))[0]?.id).toBe(id);
    await aws.send(new RemovePermissionCommand({ ...target, StatementId: statementId }));
    await performRevoke(id);
    expect(await grantOf(id)).toMatchObject({ state: "revoked", failure: null, drift: null });
    await look();
  });

  it("a policy put whole by somebody, and accepted: the grant is over, and AWS is not touched", async () => {
    const id = await active();
    const arn = `arn:aws:lambda:us-east-1:${account}:function:my-function:prod`;
    const Statement = [
      { Effect: "Allow", Principal: { AWS: account }, Action: "lambda:GetFunction", Resource: arn },
    ];
    await aws.send(
      new PutResourcePolicyCommand({
        ResourceArn: arn,
        Policy: JSON.stringify({ Version: "2012-10-17", Statement }),
      }),
    );
    await look();
    expect((await grantOf(id)).drift).toBe("replaced");
    await accept(cast.petra, { grantId: id, reason });
    expect(await grantOf(id)).toMatchObject({ state: "revoked", revokeReason: reason });
    expect(await reconcileGrants()).toBe(0);
  });

  it("an alias that is gone", async () => {
    const id = await active();
    await aws.send(new DeleteAliasCommand({ FunctionName: "my-function", Name: "prod" }));
    await look();
    expect((await grantOf(id)).drift).toBe("alias_gone");
    await expect(restore(cast.petra, { grantId: id, reason })).rejects.toMatchObject({
      code: "Conflict",
    });
  });
});

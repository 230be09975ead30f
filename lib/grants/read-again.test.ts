import { RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import type { LivePolicy } from "@/lib/aws/region-client";
import { clientFor } from "@/lib/catalog/accounts";
import { policyRead } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { performRevoke } from "./perform-revoke";
import { reconcileGrants } from "./reconcile";
import { revokeGrant } from "./revoke";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const target = { FunctionName: "my-function", Qualifier: "prod" };
const cast = withCast();

const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });
const readNow = async () =>
  (await clientFor(account, "us-east-1")).readPolicy(target.FunctionName, target.Qualifier);
/** Somebody who read AWS keeps it only now. */
const keep = (live: LivePolicy) =>
  unaudited("catalog.read", (tx) => policyRead(tx, cast.functionId, target.Qualifier, live));
const known = async () => {
  const where = { functionId_qualifier: { functionId: cast.functionId, qualifier: target.Qualifier } };
  return (await db().target.findUniqueOrThrow({ where })).policy ?? "";
};
const approved = async () => (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
const told = (grantId: string) => db().notification.count({ where: { grantId } });

it("a reading that began before the statement was read back is not kept over it", async () => {
  const id = await approved();
  const before = await readNow();
  await applyGrant(id);
  await keep(before);
  expect(await known()).toContain((await grantOf(id)).statementId);
  expect(await reconcileGrants()).toBe(0);
});

it("AWS that shows a policy as it was before it was written is asked again, and nobody is told", async () => {
  const id = await approved();
  const before = await readNow();
  await applyGrant(id);
  await keep({ ...before, readAt: new Date() });
  expect(await known()).not.toContain((await grantOf(id)).statementId);
  expect(await reconcileGrants()).toBe(0);
  expect(await known()).toContain((await grantOf(id)).statementId);
  expect({ drift: (await grantOf(id)).drift, told: await told(id) }).toEqual({ drift: null, told: 0 });
});

it("so is AWS that still shows what was removed", async () => {
  const id = await approved();
  await applyGrant(id);
  const before = await readNow();
  await revokeGrant(cast.petra, { grantId: id, reason: "No longer needed" });
  await performRevoke(id);
  const toldSoFar = await told(id);
  await keep({ ...before, readAt: new Date() });
  expect(await known()).toContain((await grantOf(id)).statementId);
  expect(await reconcileGrants()).toBe(0);
  expect((await grantOf(id)).state).toBe("revoked");
  expect(await told(id)).toBe(toldSoFar);
});

it("what AWS can't be asked about is looked at again, and what is really gone is told", async () => {
  const id = await approved();
  await applyGrant(id);
  const StatementId = (await grantOf(id)).statementId;
  await sandbox.clientOf(account).send(new RemovePermissionCommand({ ...target, StatementId }));
  await keep(await readNow());
  sandbox.running().setFaults({ rate: 1, kinds: ["unreachable"] });
  expect(await reconcileGrants()).toBe(0);
  sandbox.running().setFaults({});
  expect(await reconcileGrants()).toBe(1);
  expect((await grantOf(id)).drift).toBe("missing");
});

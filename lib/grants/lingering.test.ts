import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { listLingering } from "./lingering";
import { performRevoke } from "./perform-revoke";
import { reconcileGrants } from "./reconcile";
import { remindOfRemovals } from "./remind-removals";

withDatabase();
const sandbox = withSandbox();
const target = { FunctionName: "my-function", Qualifier: "prod" };
const cast = withCast();

it("what was gone and came back changed should be gone since it was found, not since it was revoked", async () => {
  const principal = nextPrincipal();
  const grantId = (await verbs[1]?.prepare(cast, principal)) ?? "";
  await performRevoke(grantId);
  expect(await listLingering()).toEqual([]);
  // Revoked long ago.
  await unaudited("catalog.read", (tx) =>
    tx.justification.updateMany({ where: { grantId }, data: { endedAt: new Date("2026-01-01T00:00:00Z") } }),
  );
  const { statementId: StatementId } = await db().grant.findUniqueOrThrow({ where: { id: grantId } });
  const before = new Date();
  const changed = { ...target, StatementId, Action: "lambda:*", Principal: principal };
  await sandbox.clientOf("123456789012").send(new AddPermissionCommand(changed));
  await rereadFunction(cast.functionId);
  await reconcileGrants();
  await performRevoke(grantId); // which fails: it is not what was granted
  const [found] = await listLingering();
  expect(found).toMatchObject({ grantId, principal, told: true });
  expect(found?.since.getTime()).toBeGreaterThanOrEqual(before.getTime());

  expect(await remindOfRemovals(new Date())).toBe(0);
  const tomorrow = new Date(Date.now() + 86_400_000);
  expect([await remindOfRemovals(tomorrow), await remindOfRemovals(tomorrow)]).toEqual([1, 0]);
});

import { randomUUID } from "node:crypto";
import { AddPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { failedGrants } from "./list";
import { performRevoke } from "./perform-revoke";

withDatabase();
const sandbox = withSandbox();
const target = { FunctionName: "my-function", Qualifier: "prod" };
const cast = withCast();

/** A grant that was revoked, and whose statement somebody changed, so that it can't be removed. */
async function lingering(): Promise<string> {
  const id = (await verbs[1]?.prepare(cast, nextPrincipal())) ?? "";
  const { statementId: StatementId } = await db().grant.findUniqueOrThrow({ where: { id } });
  const aws = sandbox.clientOf("123456789012");
  await aws.send(new RemovePermissionCommand({ ...target, StatementId }));
  const other = { Action: "lambda:*", Principal: "999900001111" };
  await aws.send(new AddPermissionCommand({ ...target, StatementId, ...other }));
  await performRevoke(id);
  await rereadFunction(cast.functionId);
  return id;
}

/** So many more grants like one that stands, whose statements were found gone just now. */
async function drifted(count: number): Promise<void> {
  const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  await applyGrant(id);
  const { failure: _, ...grant } = await db().grant.findUniqueOrThrow({ where: { id } });
  const items = Array.from({ length: count }, (__, at) => ({
    ...{ id: randomUUID(), requestId: grant.requestId, qualifier: "prod", action: `lambda:Action${at}` },
  }));
  await unaudited("catalog.read", async (tx) => {
    await tx.requestItem.createMany({ data: items });
    const updatedAt = new Date();
    const now = { drift: "missing", driftSince: updatedAt, updatedAt };
    const rows = items.map(({ id: itemId, action }) => ({ id: itemId, requestItemId: itemId, action }));
    await tx.grant.createMany({
      data: rows.map((row) => ({ ...grant, ...now, ...row, statementId: row.id })),
    });
  });
}

it("access that should be gone comes first, however much else needs somebody since", async () => {
  const id = await lingering();
  await drifted(60);
  const rows = await failedGrants(cast.petra);
  expect(rows[0]).toMatchObject({ id, state: "revoking" });
  expect(rows.filter(({ drift }) => drift === "missing")).toHaveLength(50);
});

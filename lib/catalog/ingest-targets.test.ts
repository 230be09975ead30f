import { CreateAliasCommand, DeleteAliasCommand } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { applyGrant } from "@/lib/grants/apply";
import { reconcileGrants } from "@/lib/grants/reconcile";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { clientFor } from "./accounts";
import { ingest } from "./ingest";
import { readFunction } from "./read-function";
import { rereadFunction } from "./refresh";

withDatabase();
const sandbox = withSandbox();
const cast = withCast();
const account = "123456789012";
const alias = { FunctionName: "my-function", Name: "prod" };

it("an alias that was made again and read while a slow reading went on is not gone by that reading", async () => {
  const aws = sandbox.clientOf(account);
  const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  const place = { functionId_qualifier: { functionId: cast.functionId, qualifier: "prod" } };
  const { version } = await db().target.findUniqueOrThrow({ where: place });
  const isHeld = { functionId: cast.functionId, qualifier: "prod" };
  await aws.send(new DeleteAliasCommand(alias));
  const client = await clientFor(account, "us-east-1");
  const slow = await readFunction(client, account, await client.listVersionsOf("my-function"));
  await aws.send(new CreateAliasCommand({ ...alias, FunctionVersion: version ?? "" }));
  await applyGrant(id);
  const findings = await db().finding.findMany({ where: isHeld });
  expect(findings).not.toEqual([]);
  if (slow) await unaudited("catalog.read", (tx) => ingest(tx, slow));
  expect(slow?.targets.map(({ qualifier }) => qualifier)).not.toContain("prod");

  const grant = () => db().grant.findUniqueOrThrow({ where: { id } });
  const target = () => db().target.findUniqueOrThrow({ where: place });
  expect((await target()).goneAt).toBeNull();
  expect(await db().statement.count({ where: { grantId: id, goneAt: null } })).toBe(1);
  expect(await db().finding.findMany({ where: isHeld })).toEqual(findings);
  expect(await reconcileGrants()).toBe(0);
  expect(await grant()).toMatchObject({ state: "active", drift: null });

  await aws.send(new DeleteAliasCommand(alias));
  await rereadFunction(cast.functionId);
  expect((await target()).goneAt).not.toBeNull();
  expect(await reconcileGrants()).toBe(1);
  expect(await grant()).toMatchObject({ drift: "alias_gone" });
});

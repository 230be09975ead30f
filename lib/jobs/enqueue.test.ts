import { randomUUID } from "node:crypto";
import { runOnce } from "graphile-worker";
import { expect, it } from "vitest";
import { unaudited } from "@/lib/db/unaudited";
import { withDatabase } from "@/tests/with-database";
import { enqueue, lastPriority } from "./enqueue";

const database = withDatabase();

it("what is taken away goes before what is given and came first, and what failed before comes last", async () => {
  const grantId = randomUUID();
  await unaudited("grant.attempted", async (tx) => {
    await enqueue(tx, "revoke_grant", { grantId }, "failed before", { priority: lastPriority });
    await enqueue(tx, "apply_grant", { grantId }, "apply");
    await enqueue(tx, "apply_grant", { grantId }, "apply another");
    await enqueue(tx, "revoke_grant", { grantId }, "revoke");
    await enqueue(tx, "expire_grants", {}, "expire");
  });
  const done: string[] = [];
  const named =
    (name: string) =>
    (_: unknown, { job }: { job: { key: string | null } }) => {
      done.push(`${name}: ${job.key ?? ""}`);
    };
  const names = ["apply_grant", "revoke_grant", "expire_grants"];
  const taskList = Object.fromEntries(names.map((name) => [name, named(name)]));
  await runOnce({ connectionString: database.url(), taskList, concurrency: 1, noHandleSignals: true });
  expect(done).toEqual([
    "revoke_grant: revoke",
    "expire_grants: expire",
    "apply_grant: apply",
    "apply_grant: apply another",
    "revoke_grant: failed before",
  ]);
});

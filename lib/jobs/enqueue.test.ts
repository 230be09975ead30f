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

it("many of one account and region go behind what others have due, ten by ten", async () => {
  const told = {
    eventName: "AddPermission",
    sid: null,
    qualifier: null,
    actorArn: null,
    at: "2026-11-01T10:00:00Z",
  };
  const add = (accountId: string, id: string) =>
    unaudited("catalog.read", (tx) =>
      enqueue(
        tx,
        "find_function",
        { accountId, region: "us-east-1", name: "fn", told: { ...told, id } },
        `find ${id}`,
      ),
    );
  for (let count = 0; count < 25; count += 1) await add("123456789012", `many ${count}`);
  await add("210987654321", "few");
  const done: string[] = [];
  const taskList = {
    find_function: (_: unknown, { job }: { job: { key: string | null; flags: object | null } }) => {
      done.push(job.key ?? "");
      expect(Object.keys(job.flags ?? {})).toHaveLength(1);
    },
  };
  await runOnce({ connectionString: database.url(), taskList, concurrency: 1, noHandleSignals: true });
  expect(done).toHaveLength(26);
  expect(done.indexOf("find few")).toBe(10);
});

import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { connect, db, disconnect } from "@/lib/db/client";
import { startEmbedded } from "@/lib/db/embedded";
import { allowNoSignIn } from "@/lib/env";
import { reconcileGrants } from "@/lib/grants/reconcile";
import { listUnmanaged, type UnmanagedQuery } from "@/lib/grants/unmanaged";
import { makeEstate } from "./access/database";
import { p95 } from "./access/look-ups";

const functions = 100_000;
const folder = path.resolve(".cache/bench-drift");
const count = (value: number) => Math.round(value).toLocaleString("en");

/** A grant for one statement of each function, as if each had been adopted. Rules between tables are not looked at. */
const grants = `
  SET session_replication_role = replica;
  INSERT INTO "Grant" (id, origin, state, "requestId", "requestItemId", "functionId", "accountId", region, "functionName",
                       qualifier, action, "principalKind", principal, "statementId", statement, "appliedAt", "updatedAt")
  SELECT gen_random_uuid(), 'adopted', 'active', 1, gen_random_uuid(), f.id, f."accountId", f.region, f.name, t.qualifier,
         'lambda:InvokeFunction', 'account', '111122223333', s.sid, s.document, t."syncedAt", now()
  FROM (SELECT DISTINCT ON (t."functionId") s.* FROM "Statement" s JOIN "Target" t ON t.id = s."targetId"
        WHERE s.sid IS NOT NULL AND s.effect = 'Allow' ORDER BY t."functionId", s.id) s
  JOIN "Target" t ON t.id = s."targetId" JOIN "Function" f ON f.id = t."functionId";
  UPDATE "Statement" s SET "grantId" = g.id FROM "Grant" g JOIN "Target" t ON t."functionId" = g."functionId" AND t.qualifier = g.qualifier
  WHERE s."targetId" = t.id AND s.sid = g."statementId" AND s.document = g.statement;
  SET session_replication_role = DEFAULT;
  VACUUM ANALYZE;`;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Milliseconds that 95 of 100 pages of a list are under; every fifth page is the one behind it. */
async function listP95(owners: string[], query: UnmanagedQuery): Promise<number> {
  const times: number[] = [];
  for (const owner of owners) {
    const person = { kind: "person" as const, personId: owner, name: owner, email: null, groups: [owner] };
    let after: string | undefined;
    for (let page = 0; page < 2; page += 1) {
      const started = performance.now();
      const { next } = await listUnmanaged(person, { ...query, after });
      times.push(performance.now() - started);
      after = next ?? undefined;
    }
  }
  return p95(times);
}

const row = (...cells: string[]) => console.log(`| ${cells.join(" | ")} |`);

async function measure(client: pg.Client): Promise<void> {
  const granted = await db().grant.count();
  const statements = await db().statement.count();
  const touch = (limit: number) =>
    client.query(
      `UPDATE "Target" SET changes = changes + 1 WHERE id IN
         (SELECT t.id FROM "Target" t JOIN "Grant" g ON g."functionId" = t."functionId" AND g.qualifier = t.qualifier LIMIT ${limit})`,
    );
  await touch(10_000_000);
  const first = await seconds(() => reconcileGrants());
  const idle = [];
  for (let at = 0; at < 40; at += 1) idle.push(1000 * (await seconds(() => reconcileGrants())));
  await touch(1000);
  const some = await seconds(() => reconcileGrants());
  const { rows } = await client.query<{ owner: string }>(
    `SELECT DISTINCT unnest(owners) AS owner FROM (SELECT owners FROM "Function" TABLESAMPLE SYSTEM (5)) f LIMIT 100`,
  );
  const owners = rows.map(({ owner }) => owner);
  const mine = await listP95(owners, { of: "owned" });
  const all = await listP95(owners, { of: "all" });
  row("measure", "figure");
  row("---", "---");
  row(`comparing ${count(granted)} grants, nothing changed (each minute), p95`, `${p95(idle).toFixed(1)} ms`);
  row("the same, 1,000 targets changed", `${some.toFixed(2)} s`);
  row("the same, all of them changed", `${first.toFixed(1)} s`);
  const over = `${count(statements)} statements`;
  row(`\`/grants?drift=unmanaged\`, an owner's, over ${over}, p95`, `${mine.toFixed(1)} ms`);
  row("the same, everybody's", `${all.toFixed(1)} ms`);
}

allowNoSignIn();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const server = await startEmbedded(folder);
try {
  console.log(`Making and indexing an estate of ${count(functions)} functions …`);
  const { url } = await makeEstate(folder, functions);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of grants.split(";\n")) if (statement.trim()) await client.query(statement);
  await connect(url);
  await measure(client);
  await client.end();
} finally {
  await disconnect();
  server.stop();
}

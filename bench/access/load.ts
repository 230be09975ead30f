import { randomUUID } from "node:crypto";
import type pg from "pg";
import { statementRows } from "@/lib/catalog/statement-rows";
import { parseFunctionArn } from "@/lib/lambda/arn";
import { isReadable, readPolicy } from "@/lib/lambda/policy";
import { statementReach, widest } from "@/lib/lambda/reach";
import { generatedAccounts, lifelikeFunctions, type GeneratedFunction } from "@/tests/estates/lifelike";

type Rows = Record<"Function" | "Target" | "PolicySnapshot" | "Statement" | "StatementPrincipal", object[]>;
const empty = (): Rows => ({
  Function: [],
  Target: [],
  PolicySnapshot: [],
  Statement: [],
  StatementPrincipal: [],
});

/** What reading a function's policies puts into the index, as the product makes it. */
function index(generated: GeneratedFunction, now: Date, rows: Rows): number {
  const { accountId, region, name, arn, owners, targets } = generated;
  const owner = parseFunctionArn(arn);
  if (!owner.ok) throw new Error(owner.sentence);
  const functionId = randomUUID();
  let statements = 0;
  const exposures = targets.map(({ qualifier, kind, policy }) => {
    const targetId = randomUUID();
    const document = readPolicy(policy);
    const alone = document.statements.every((one) => isReadable(one) && one.effect === "Allow");
    for (const statement of document.statements) {
      const place = { functionId, targetId, qualifier, owner: owner.value };
      const made = statementRows(randomUUID(), place, statement, {
        alone,
        firstSeenAt: now,
        grantId: undefined,
      });
      rows.Statement.push(made.statement);
      rows.StatementPrincipal.push(...made.principals);
      statements += 1;
    }
    const exposure = widest(
      document.statements.filter(isReadable).map((one) => statementReach(one, owner.value).exposure),
    );
    const version = kind === "alias" ? "1" : null;
    rows.Target.push({
      id: targetId,
      functionId,
      qualifier,
      kind,
      version,
      policy,
      policyBytes: document.bytes,
      exposure,
      description: "",
      syncedAt: now,
    });
    rows.PolicySnapshot.push({ id: randomUUID(), targetId, policy, seenAt: now });
    return exposure;
  });
  const base = {
    description: "",
    tags: {},
    owners,
    ownerSource: "tag",
    aliases: ["prod"],
    firstSeenAt: now,
    syncedAt: now,
  };
  rows.Function.push({ id: functionId, arn, accountId, region, name, exposure: widest(exposures), ...base });
  return statements;
}

async function insert(client: pg.Client, rows: Rows): Promise<void> {
  for (const [table, list] of Object.entries(rows)) {
    if (list.length === 0) continue;
    const columns = Object.keys(list[0] ?? {}).map((name) => `"${name}"`);
    await client.query(
      `INSERT INTO "${table}" (${columns.join()}) SELECT ${columns.join()} FROM json_populate_recordset(NULL::"${table}", $1)`,
      [JSON.stringify(list)],
    );
  }
}

/**
 * Fills an empty database with a generated estate, through the product's own reading of policies.
 * @returns how many statements it has, and how long reading and indexing them took
 */
export async function loadEstate(
  client: pg.Client,
  functions: number,
): Promise<{ statements: number; seconds: number }> {
  const now = new Date();
  for (const { id, name, organizationId } of generatedAccounts())
    await client.query('INSERT INTO "Account" (id, name, "organizationId") VALUES ($1, $2, $3)', [
      id,
      name,
      organizationId,
    ]);
  const generated = [...lifelikeFunctions(functions)];
  const started = performance.now();
  let statements = 0;
  let rows = empty();
  for (const [at, one] of generated.entries()) {
    statements += index(one, now, rows);
    if (at % 500 === 499 || at === generated.length - 1) {
      await insert(client, rows);
      rows = empty();
    }
  }
  const seconds = (performance.now() - started) / 1000;
  await client.query("VACUUM ANALYZE");
  return { statements, seconds };
}

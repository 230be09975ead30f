import { findOrganization } from "@/lib/catalog/accounts";
import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { evaluate } from "@/lib/lambda/evaluate";
import { readPolicy } from "@/lib/lambda/policy";
import type { Decision, Principal } from "@/lib/lambda/types";
import { accessRows, whereOf, type AccessQuery, type AccessRow } from "./list";

/** How a statement reaches a principal. */
export type Via = "itself" | "identity" | "account" | "organization" | "anyone";

/** One row of what a principal can do: by which statement, how that reaches it, and what the whole policy says. */
export interface ReachRow extends AccessRow {
  via: Via;
  decision: Decision;
}

/** Statements that name the principal, what holds it, or (for an account) an identity in it. */
function reaches(principal: Principal, organizationId: string | null): Prisma.Sql {
  const or = [Prisma.sql`p.value = ${principal.text}`];
  if ("accountId" in principal)
    or.push(Prisma.sql`(p.kind = 'account' AND p."accountId" = ${principal.accountId})`);
  if (principal.kind === "account") or.push(Prisma.sql`p."accountId" = ${principal.accountId}`);
  if (principal.kind === "session")
    or.push(Prisma.sql`p.value LIKE ${`arn:%:iam::${principal.accountId}:role/%${principal.roleName}`}`);
  if (organizationId) or.push(Prisma.sql`(p.kind = 'organization' AND p.value = ${organizationId})`);
  if (principal.kind !== "service") or.push(Prisma.sql`p.kind = 'anyone'`);
  return Prisma.sql`(${Prisma.join(or, " OR ")})`;
}

function viaOf(row: AccessRow, principal: Principal): Via {
  if (row.principal === principal.text) return "itself";
  if (row.principalKind === "account") return "account";
  if (row.principalKind === "organization") return "organization";
  return row.principalKind === "anyone" ? "anyone" : "identity";
}

/** What the target's whole policy says of a call by the row's principal; `unknown` where conditions decide. */
async function decisions(
  rows: AccessRow[],
  principal: Principal,
  organizationId: string | null,
): Promise<Map<string, Decision>> {
  const targets = await db().target.findMany({
    where: { functionId: { in: [...new Set(rows.map((row) => row.functionId))] } },
    select: { functionId: true, qualifier: true, policy: true },
  });
  const policies = new Map(
    targets.map((target) => [`${target.functionId} ${target.qualifier}`, target.policy]),
  );
  const result = new Map<string, Decision>();
  for (const row of rows) {
    const resource = row.qualifier ? `${row.functionArn}:${row.qualifier}` : row.functionArn;
    const action = row.actions.find((one) => !/[*?]/.test(one)) ?? "lambda:InvokeFunction";
    const functionPolicy = policies.get(`${row.functionId} ${row.qualifier}`) ?? null;
    const { decision } = evaluate({
      caller: principal,
      organizationId,
      action,
      resource,
      functionPolicy: readPolicy(functionPolicy),
    });
    result.set(row.statementId, decision);
  }
  return result;
}

/**
 * What a principal can do, by whatever means: named itself, through its account's root, its organization, or `*`.
 * For an account also what its roles and users are named for.
 */
export async function listReach(
  principal: Principal,
  query: AccessQuery,
  limit = 50,
): Promise<{ rows: ReachRow[]; next: string | null }> {
  const organizationId =
    "accountId" in principal ? ((await findOrganization(principal.accountId)) ?? null) : null;
  const { rows, next } = await accessRows(
    [...whereOf({ ...query, principal: undefined }), reaches(principal, organizationId)],
    limit,
  );
  const decided = await decisions(rows, principal, organizationId);
  return {
    rows: rows.map((row) => ({
      ...row,
      via: viaOf(row, principal),
      decision: decided.get(row.statementId) ?? "unknown",
    })),
    next,
  };
}

/** How many targets and statements reach a principal, and how many of those nobody here granted. */
export async function countReach(
  principal: Principal,
): Promise<{ targets: number; statements: number; outOfBand: number }> {
  const organizationId =
    "accountId" in principal ? ((await findOrganization(principal.accountId)) ?? null) : null;
  const rows = await db().$queryRaw<{ targets: bigint; statements: bigint; outOfBand: bigint }[]>`
    SELECT count(DISTINCT t.id) AS targets, count(DISTINCT s.id) AS statements, count(DISTINCT s.id) FILTER (WHERE s."grantId" IS NULL) AS "outOfBand"
    FROM "StatementPrincipal" p JOIN "Statement" s ON s.id = p."statementId" JOIN "Target" t ON t.id = s."targetId" JOIN "Function" f ON f.id = t."functionId"
    WHERE f."goneAt" IS NULL AND s.effect = 'Allow' AND ${reaches(principal, organizationId)}`;
  const [row] = rows;
  return {
    targets: Number(row?.targets ?? 0),
    statements: Number(row?.statements ?? 0),
    outOfBand: Number(row?.outOfBand ?? 0),
  };
}

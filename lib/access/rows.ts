import { db, planOnce } from "@/lib/db/client";
import { Prisma, type PrincipalKind } from "@/lib/db/generated/client";
import type { Exposure } from "@/lib/lambda/types";

/** One principal on one target by one statement, as the index has it. */
export interface AccessRow {
  statementId: string;
  functionId: string;
  functionName: string;
  functionArn: string;
  accountId: string;
  region: string;
  owners: string[];
  targetId: string;
  qualifier: string;
  version: string | null;
  sid: string | null;
  ordinal: number;
  effect: "Allow" | "unknown";
  actions: string[];
  notAction: boolean;
  conditional: boolean;
  conditions: string[];
  unreadable: string | null;
  exposure: Exposure;
  firstSeenAt: Date;
  goneAt: Date | null;
  principalKind: PrincipalKind;
  principal: string;
  principalAccountId: string | null;
  /** Whether every such caller is allowed; if not, the policy must be asked. */
  decided: boolean;
  grantId: string | null;
  requestId: number | null;
  expiresAt: Date | null;
}

const order = Prisma.sql`p."functionName", p."targetId", p.ordinal, p."statementId", p.value, p.kind::text`;
/** The rows, joined to what their conditions speak of. */
function joined(and: Prisma.Sql[]): Prisma.Sql {
  const text = and.map(({ sql }) => sql).join(" ");
  const statement = /\bs\./.test(text)
    ? Prisma.sql`JOIN "Statement" s ON s.id = p."statementId"`
    : Prisma.empty;
  const fn = /\bf\./.test(text) ? Prisma.sql`JOIN "Function" f ON f.id = p."functionId"` : Prisma.empty;
  return Prisma.sql`"StatementPrincipal" p ${statement} ${fn}`;
}

/** The place in the order behind a row, for `after`. */
export function cursorOf(row: AccessRow): string {
  const { functionName, targetId, ordinal, statementId, principal, principalKind } = row;
  return JSON.stringify([functionName, targetId, ordinal, statementId, principal, principalKind]);
}

/**
 * The query for rows of the index, in order of function, target, statement, principal.
 * @param and what every row meets
 * @param branches ways to be found, of which a row meets one: each is one range of one index. None: all rows.
 */
export function accessRowsQuery(and: Prisma.Sql[], branches: Prisma.Sql[], limit: number): Prisma.Sql {
  const one = (branch: Prisma.Sql) => Prisma.sql`
    (SELECT p.* FROM ${joined(and)} WHERE ${Prisma.join([branch, ...and], " AND ")} ORDER BY ${order} LIMIT ${limit})`;
  const found = Prisma.join((branches.length > 0 ? branches : [Prisma.sql`TRUE`]).map(one), " UNION ALL ");
  return Prisma.sql`${Prisma.raw(planOnce)}
    WITH page AS (SELECT p.* FROM (${found}) p ORDER BY ${order} LIMIT ${limit})
    SELECT s.id AS "statementId", f.id AS "functionId", f.name AS "functionName", f.arn AS "functionArn", f."accountId", f.region,
           f.owners, t.id AS "targetId", t.qualifier, t.version, s.sid, p.ordinal, s.effect, s.actions, s."notAction",
           s.conditional, s.conditions, s.unreadable, s.exposure::text AS exposure, s."firstSeenAt", s."goneAt",
           p.kind::text AS "principalKind", p.value AS principal, p."accountId" AS "principalAccountId", p.decided,
           s."grantId", g."requestId", g."expiresAt"
    FROM page p JOIN "Statement" s ON s.id = p."statementId" JOIN "Target" t ON t.id = p."targetId" JOIN "Function" f ON f.id = p."functionId"
    LEFT JOIN "Grant" g ON g.id = s."grantId"
    ORDER BY ${order}`;
}

/** Rows of the index: what `accessRowsQuery` finds. */
export function accessRows(and: Prisma.Sql[], branches: Prisma.Sql[], limit: number): Promise<AccessRow[]> {
  return db().$queryRaw<AccessRow[]>(accessRowsQuery(and, branches, limit));
}

/** How many rows there are, counted no further than `most`; and on how many targets. */
export async function countRows(
  and: Prisma.Sql[],
  branches: Prisma.Sql[],
  most: number,
): Promise<{ rows: number; statements: number; targets: number; outOfBand: number }> {
  const one = (branch: Prisma.Sql) => Prisma.sql`
    (SELECT p."statementId", p."targetId" FROM ${joined(and)} WHERE ${Prisma.join([branch, ...and], " AND ")} LIMIT ${most})`;
  const [counted] = await db().$queryRaw<Record<"rows" | "statements" | "targets" | "outOfBand", bigint>[]>`
    SELECT count(*) AS rows, count(DISTINCT found."statementId") AS statements, count(DISTINCT found."targetId") AS targets,
           count(DISTINCT found."statementId") FILTER (WHERE s."grantId" IS NULL) AS "outOfBand"
    FROM (${Prisma.join(branches.map(one), " UNION ALL ")}) found JOIN "Statement" s ON s.id = found."statementId"`;
  const { rows = 0n, statements = 0n, targets = 0n, outOfBand = 0n } = counted ?? {};
  return {
    rows: Number(rows),
    statements: Number(statements),
    targets: Number(targets),
    outOfBand: Number(outOfBand),
  };
}

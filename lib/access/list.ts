import { z } from "zod";
import { db } from "@/lib/db/client";
import { Prisma, PrincipalKind } from "@/lib/db/generated/client";
import { exposures, type Exposure } from "@/lib/lambda/types";

const optional = (max: number) => z.string().trim().max(max).optional().catch(undefined);

/** Filters of who can invoke what; everything given must match. */
export const accessQuery = z.object({
  q: optional(200),
  principal: optional(300),
  kind: z.enum(PrincipalKind).optional().catch(undefined),
  account: optional(12),
  region: optional(40),
  action: optional(100),
  exposure: z.enum(exposures).optional().catch(undefined),
  source: z.enum(["granted", "out_of_band"]).optional().catch(undefined),
  after: optional(900),
});
export type AccessQuery = z.infer<typeof accessQuery>;

/** One principal on one target by one statement. */
export interface AccessRow {
  statementId: string;
  functionId: string;
  functionName: string;
  functionArn: string;
  accountId: string;
  region: string;
  qualifier: string;
  version: string | null;
  sid: string | null;
  ordinal: number;
  effect: "Allow" | "Deny" | "unknown";
  actions: string[];
  conditional: boolean;
  unreadable: string | null;
  exposure: Exposure;
  firstSeenAt: Date;
  principalKind: PrincipalKind;
  principal: string;
  principalAccountId: string | null;
  grantId: string | null;
  requestId: number | null;
  expiresAt: Date | null;
}

const likeText = (text: string) => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
const cursorShape = z.tuple([z.string(), z.uuid(), z.string(), z.number().int(), z.string(), z.string()]);

/** Whether a statement covers an action: by name, or by a wildcard in any of the ways one writes it. */
function covers(action: string): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM unnest(s.actions) one WHERE ${action.toLowerCase()} LIKE replace(replace(replace(lower(one), '_', '\\_'), '*', '%'), '?', '_'))`;
}

function whereOf(query: AccessQuery): Prisma.Sql[] {
  const { q, principal, kind, account, region, action, exposure, source, after } = query;
  const and: Prisma.Sql[] = [Prisma.sql`f."goneAt" IS NULL`];
  if (q) and.push(Prisma.sql`f.name ILIKE ${likeText(q)}`);
  if (principal)
    and.push(
      /^\d{12}$/.test(principal)
        ? Prisma.sql`p."accountId" = ${principal}`
        : Prisma.sql`p.value ILIKE ${likeText(principal)}`,
    );
  if (kind) and.push(Prisma.sql`p.kind = ${kind}::"PrincipalKind"`);
  if (account) and.push(Prisma.sql`f."accountId" = ${account}`);
  if (region) and.push(Prisma.sql`f.region = ${region}`);
  if (action) and.push(covers(action));
  if (exposure) and.push(Prisma.sql`s.exposure = ${exposure}::"Exposure"`);
  if (source)
    and.push(source === "granted" ? Prisma.sql`s."grantId" IS NOT NULL` : Prisma.sql`s."grantId" IS NULL`);
  const cursor = readCursor(after);
  if (cursor) {
    const [name, id, qualifier, ordinal, pKind, value] = cursor;
    and.push(
      Prisma.sql`(f.name, f.id, t.qualifier, s.ordinal, p.kind::text, p.value) > (${name}, ${id}::uuid, ${qualifier}, ${ordinal}::int, ${pKind}, ${value})`,
    );
  }
  return and;
}

function readCursor(text: string | undefined) {
  try {
    const read = cursorShape.safeParse(JSON.parse(text ?? "null"));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/**
 * Rows of the index that meet all of `and`, in order of function, target, statement, principal.
 * @returns `next` for `after`; null at the end
 */
export async function accessRows(
  and: Prisma.Sql[],
  limit: number,
): Promise<{ rows: AccessRow[]; next: string | null }> {
  const rows = await db().$queryRaw<AccessRow[]>`
    SELECT s.id AS "statementId", f.id AS "functionId", f.name AS "functionName", f.arn AS "functionArn", f."accountId", f.region,
           t.qualifier, t.version, s.sid, s.ordinal, s.effect, s.actions, s.conditional, s.unreadable, s.exposure::text AS exposure,
           s."firstSeenAt", p.kind::text AS "principalKind", p.value AS principal, p."accountId" AS "principalAccountId",
           s."grantId", g."requestId", g."expiresAt"
    FROM "StatementPrincipal" p
    JOIN "Statement" s ON s.id = p."statementId" JOIN "Target" t ON t.id = s."targetId" JOIN "Function" f ON f.id = t."functionId"
    LEFT JOIN "Grant" g ON g.id = s."grantId"
    WHERE ${Prisma.join(and, " AND ")}
    ORDER BY f.name, f.id, t.qualifier, s.ordinal, p.kind::text, p.value LIMIT ${limit + 1}`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const cursor = last
    ? [last.functionName, last.functionId, last.qualifier, last.ordinal, last.principalKind, last.principal]
    : null;
  return { rows: page, next: rows.length > limit && cursor ? JSON.stringify(cursor) : null };
}

/** Who can invoke what, for every target, by every statement there is. */
export function listAccess(query: AccessQuery, limit = 50) {
  return accessRows(whereOf(query), limit);
}

export { whereOf };

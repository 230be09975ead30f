import { z } from "zod";
import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { containing } from "@/lib/db/pattern";
import { exposures, type Exposure } from "@/lib/lambda/types";

/** What to look for; everything given must match. `after` is the `next` of the page before. */
export const functionQuery = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .catch(undefined),
  region: z.string().max(40).optional().catch(undefined),
  owner: z.string().max(200).optional().catch(undefined),
  runtime: z.string().max(40).optional().catch(undefined),
  exposure: z.enum(exposures).optional().catch(undefined),
  /** `team` for any value of it, `team=payments` for that one. */
  tag: z.string().trim().max(400).optional().catch(undefined),
  after: z.string().max(300).optional().catch(undefined),
});
export type FunctionQuery = z.infer<typeof functionQuery>;

export interface FunctionRow {
  id: string;
  name: string;
  accountId: string;
  accountName: string;
  region: string;
  runtime: string | null;
  owners: string[];
  aliases: string[];
  exposure: Exposure;
  syncedAt: Date;
  gone: boolean;
}

/** An ARN finds its function; any other text is looked for in the name. */
function matchText(q: string): Prisma.Sql {
  const arn = /^arn:[^:]+:lambda:([^:]+):(\d{12}):function:([^:]+)/.exec(q);
  if (!arn) return Prisma.sql`f.name ILIKE ${containing(q)}`;
  return Prisma.sql`(f.region = ${arn[1]} AND f."accountId" = ${arn[2]} AND f.name = ${arn[3]})`;
}

/** Whether a function has a tag, or has it with a value. */
function matchTag(tag: string): Prisma.Sql {
  const at = tag.indexOf("=");
  if (at < 0) return Prisma.sql`jsonb_exists(f.tags, ${tag})`;
  const wanted = JSON.stringify({ [tag.slice(0, at).trim()]: tag.slice(at + 1).trim() });
  return Prisma.sql`f.tags @> ${wanted}::jsonb`;
}

/**
 * Functions by name, paged by (name, id).
 * @returns `next`: what to hand in as `after` for more; null at the end
 */
export async function searchFunctions(
  query: FunctionQuery,
  limit = 50,
): Promise<{ rows: FunctionRow[]; next: string | null }> {
  const { q, account, region, owner, runtime, exposure, tag, after } = query;
  const and: Prisma.Sql[] = [Prisma.sql`f."goneAt" IS NULL`];
  if (q) and.push(matchText(q));
  if (account) and.push(Prisma.sql`f."accountId" = ${account}`);
  if (region) and.push(Prisma.sql`f.region = ${region}`);
  if (owner) and.push(Prisma.sql`f.owners @> ARRAY[${owner}]::text[]`);
  if (runtime) and.push(Prisma.sql`f.runtime = ${runtime}`);
  if (exposure) and.push(Prisma.sql`f.exposure = ${exposure}::"Exposure"`);
  if (tag) and.push(matchTag(tag));
  const cursor = /^([^ ]+) ([0-9a-f-]{36})$/.exec(after ?? "");
  if (cursor) and.push(Prisma.sql`(f.name, f.id) > (${cursor[1]}, ${cursor[2]}::uuid)`);
  const rows = await db().$queryRaw<FunctionRow[]>`
    SELECT f.id, f.name, f."accountId", a.name AS "accountName", f.region, f.runtime, f.owners, f.aliases,
           f.exposure::text AS exposure, f."syncedAt", f."goneAt" IS NOT NULL AS gone
    FROM "Function" f JOIN "Account" a ON a.id = f."accountId"
    WHERE ${Prisma.join(and, " AND ")} ORDER BY f.name, f.id LIMIT ${limit + 1}`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? `${last.name} ${last.id}` : null };
}

/** The accounts and regions that one can filter by. */
export async function placeFacets(): Promise<{
  accounts: { id: string; name: string }[];
  regions: string[];
}> {
  const [accounts, regions] = await Promise.all([
    db().account.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } }),
    db().$queryRaw<{ value: string }[]>`SELECT DISTINCT region AS value FROM "AccountRegion" ORDER BY 1`,
  ]);
  return { accounts, regions: regions.map(({ value }) => value) };
}

/** The values that functions can be filtered by: accounts, regions, owners and runtimes. */
export async function functionFacets() {
  const [places, owners, runtimes] = await Promise.all([
    placeFacets(),
    db().$queryRaw<
      { value: string }[]
    >`SELECT DISTINCT unnest(owners) AS value FROM "Function" WHERE "goneAt" IS NULL ORDER BY 1 LIMIT 200`,
    db().$queryRaw<
      { value: string }[]
    >`SELECT DISTINCT runtime AS value FROM "Function" WHERE runtime IS NOT NULL ORDER BY 1`,
  ]);
  const values = (rows: { value: string }[]) => rows.map((row) => row.value);
  return { ...places, owners: values(owners), runtimes: values(runtimes) };
}

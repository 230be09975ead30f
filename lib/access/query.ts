import { z } from "zod";
import { Prisma, PrincipalKind } from "@/lib/db/generated/client";
import { containing } from "@/lib/db/pattern";
import { conditionClasses } from "@/lib/lambda/condition-class";
import { exposures } from "@/lib/lambda/types";

const optional = (max: number) => z.string().trim().max(max).optional().catch(undefined);

/** How long a statement has been there, as one filters by it. */
export const ages = ["1d", "7d", "30d", "90d", "older"] as const;
const dayMs = 24 * 60 * 60 * 1000;

/** A moment as people write it: a day (its end), or a day and time, UTC when it names no zone. */
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d/)
  .transform((text) => {
    if (text.length === 10) return new Date(`${text}T23:59:59.999Z`);
    return new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  })
  .refine((date) => !Number.isNaN(date.getTime()))
  .optional()
  .catch(undefined);

/** Filters of who can invoke what; everything given must match. What can't be read is as if not given. */
export const accessQuery = z.object({
  q: optional(200),
  principal: optional(300),
  kind: z.enum(PrincipalKind).optional().catch(undefined),
  /** One function, by its ID here. */
  function: z.uuid().optional().catch(undefined),
  account: optional(12),
  region: optional(40),
  action: optional(100),
  exposure: z.enum(exposures).optional().catch(undefined),
  source: z.enum(["granted", "out_of_band"]).optional().catch(undefined),
  condition: z
    .enum(["none", ...conditionClasses])
    .optional()
    .catch(undefined),
  /** `1d` … `90d`: there for at most so long; `older`: for more than 90 days. */
  age: z.enum(ages).optional().catch(undefined),
  /** A past moment; absent: now. */
  at: moment,
  /** Two moments to compare; `to` absent: now. */
  from: moment,
  to: moment,
  after: optional(900),
});
export type AccessQuery = z.infer<typeof accessQuery>;

const edgeOf = (age: (typeof ages)[number], now: Date) =>
  new Date(now.getTime() - (age === "older" ? 90 : Number.parseInt(age, 10)) * dayMs);

/** Whether something first seen then is as old as asked for. */
export function isOfAge(age: (typeof ages)[number], firstSeenAt: Date, now: Date): boolean {
  return firstSeenAt < edgeOf(age, now) === (age === "older");
}

const cursorShape = z.tuple([z.string(), z.uuid(), z.number().int(), z.uuid(), z.string(), z.string()]);

/** Whether a statement covers an action: by name, by a wildcard in any of the ways one writes it, or by NotAction. */
function covers(action: string): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM unnest(s.actions) one WHERE ${action.toLowerCase()} LIKE replace(replace(replace(lower(one), '_', '\\_'), '*', '%'), '?', '_')) <> s."notAction"`;
}

/**
 * Rows that were there at the moment asked about, and that give something.
 * @param at absent: now. Written as the partial indexes have it.
 */
export function standing(at: Date | undefined): Prisma.Sql {
  return at
    ? Prisma.sql`p."firstSeenAt" <= ${at} AND (p."goneAt" IS NULL OR p."goneAt" > ${at}) AND p.effect <> 'Deny'`
    : Prisma.sql`p."goneAt" IS NULL AND p.effect <> 'Deny'`;
}

/** The query's conditions on rows of `p` (principal), `s` (statement), `f` (function). @param now for ages */
export function whereOf(query: AccessQuery, now: Date): Prisma.Sql[] {
  const { q, principal, kind, account, region, action, exposure, source, condition, age, at, after } = query;
  const and: Prisma.Sql[] = [standing(at)];
  if (q) and.push(Prisma.sql`p."functionName" ILIKE ${containing(q)}`);
  if (principal)
    and.push(
      /^\d{12}$/.test(principal)
        ? Prisma.sql`p."accountId" = ${principal}`
        : Prisma.sql`p.value ILIKE ${containing(principal)}`,
    );
  if (kind) and.push(Prisma.sql`p.kind = ${kind}::"PrincipalKind"`);
  if (query.function) and.push(Prisma.sql`p."functionId" = ${query.function}::uuid`);
  if (account) and.push(Prisma.sql`f."accountId" = ${account}`);
  if (region) and.push(Prisma.sql`f.region = ${region}`);
  if (action) and.push(Prisma.sql`(s.effect = 'unknown' OR ${covers(action)})`);
  if (exposure) and.push(Prisma.sql`p.exposure = ${exposure}::"Exposure"`);
  if (source)
    and.push(source === "granted" ? Prisma.sql`s."grantId" IS NOT NULL` : Prisma.sql`s."grantId" IS NULL`);
  if (condition)
    and.push(
      condition === "none"
        ? Prisma.sql`s.conditions = '{}'::text[]`
        : Prisma.sql`${condition} = ANY(s.conditions)`,
    );
  if (age) {
    const edge = edgeOf(age, at ?? now);
    and.push(
      age === "older" ? Prisma.sql`p."firstSeenAt" < ${edge}` : Prisma.sql`p."firstSeenAt" >= ${edge}`,
    );
  }
  const cursor = readCursor(after);
  if (cursor) {
    const [name, targetId, ordinal, statementId, value, pKind] = cursor;
    and.push(
      Prisma.sql`(p."functionName", p."targetId", p.ordinal, p."statementId", p.value, p.kind::text) > (${name}, ${targetId}::uuid, ${ordinal}::int, ${statementId}::uuid, ${value}, ${pKind})`,
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

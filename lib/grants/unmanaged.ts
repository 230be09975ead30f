import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { canHaveMade } from "@/lib/catalog/who-made";
import { db } from "@/lib/db/client";
import { Prisma, type PrincipalKind } from "@/lib/db/generated/client";
import { containing } from "@/lib/db/pattern";
import { handlesOf } from "@/lib/identity/entities";
import { exposures, type Exposure } from "@/lib/lambda/types";

/** Which of the statements that nobody here granted to show. */
export const unmanagedQuery = z.object({
  of: z.enum(["owned", "all"]).catch("owned"),
  exposure: z.enum(exposures).optional().catch(undefined),
  q: z.string().trim().max(200).optional().catch(undefined),
  after: z.string().max(200).optional().catch(undefined),
});
export type UnmanagedQuery = z.infer<typeof unmanagedQuery>;

/** A statement that lets somebody in and that nobody here granted. */
export interface Unmanaged {
  id: string;
  sid: string | null;
  actions: string[];
  notAction: boolean;
  conditional: boolean;
  exposure: Exposure;
  firstSeenAt: Date;
  qualifier: string;
  functionId: string;
  functionName: string;
  accountId: string;
  region: string;
  principals: { kind: PrincipalKind; value: string }[];
  /** Who made it, where an event said so. */
  by: string | null;
}

const cursorShape = z.tuple([z.enum(exposures), z.iso.datetime(), z.uuid()]);

function cursorOf({ exposure, firstSeenAt, id }: Unmanaged): string {
  return [exposure, firstSeenAt.toISOString(), id].join(" ");
}

function whereOf(actor: Actor, { of, exposure, q, after }: UnmanagedQuery): Prisma.Sql {
  const and = [
    Prisma.sql`s."grantId" IS NULL AND s."goneAt" IS NULL AND s.effect = 'Allow' AND f."goneAt" IS NULL`,
  ];
  if (of === "owned") and.push(Prisma.sql`f.owners && ${handlesOf(actor)}::text[]`);
  if (exposure) and.push(Prisma.sql`s.exposure = ${exposure}::"Exposure"`);
  if (q) and.push(Prisma.sql`f.name ILIKE ${containing(q)}`);
  const cursor = cursorShape.safeParse(after?.split(" "));
  if (cursor.success) {
    const [at, since, id] = cursor.data;
    and.push(
      Prisma.sql`(s.exposure, s."firstSeenAt", s.id) < (${at}::"Exposure", ${since}::timestamptz, ${id}::uuid)`,
    );
  }
  return Prisma.join(and, " AND ");
}

/**
 * Statements that let somebody in and that nobody here granted: the furthest-reaching first, then the newest. An event
 * of CloudTrail says who made one where it names its ID, or put the whole policy.
 * @returns `next` for `after`; null at the end
 */
export async function listUnmanaged(
  actor: Actor,
  query: UnmanagedQuery,
  limit = 50,
): Promise<{ rows: Unmanaged[]; next: string | null }> {
  const rows = await db().$queryRaw<Unmanaged[]>`
    WITH page AS (
      SELECT s.id, s.sid, s.actions, s."notAction", s.conditional, s.exposure, s."firstSeenAt",
             t.qualifier, f.id AS "functionId", f.name AS "functionName", f."accountId", f.region
      FROM "Statement" s
      JOIN "Target" t ON t.id = s."targetId"
      JOIN "Function" f ON f.id = t."functionId"
      WHERE ${whereOf(actor, query)}
      ORDER BY s.exposure DESC, s."firstSeenAt" DESC, s.id DESC LIMIT ${limit + 1})
    SELECT page.*, made."actorArn" AS by,
           coalesce((SELECT json_agg(json_build_object('kind', p.kind, 'value', p.value) ORDER BY p.value)
                     FROM "StatementPrincipal" p WHERE p."statementId" = page.id), '[]') AS principals
    FROM page LEFT JOIN LATERAL (
      SELECT n."actorArn" FROM "Notice" n
      WHERE ${canHaveMade("n", { statement: "page", target: "page" })}
      ORDER BY n.at DESC LIMIT 1) made ON true
    ORDER BY page.exposure DESC, page."firstSeenAt" DESC, page.id DESC`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? cursorOf(last) : null };
}

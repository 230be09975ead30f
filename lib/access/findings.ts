import { z } from "zod";
import { db } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { literal } from "@/lib/db/pattern";
import { findingCodes } from "@/lib/lambda/findings/find";

/** Filters of findings; everything given must match. What can't be read is as if not given. */
export const findingQuery = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  code: z.enum(findingCodes).optional().catch(undefined),
  level: z.enum(["danger", "warning", "info"]).optional().catch(undefined),
  account: z.string().max(12).optional().catch(undefined),
  /** Open ones are shown unless asked otherwise: an acknowledgement that ran out is open again. */
  state: z.enum(["open", "acknowledged", "all"]).catch("open"),
  after: z.string().max(200).optional().catch(undefined),
});
export type FindingQuery = z.infer<typeof findingQuery>;

const include = {
  function: { select: { id: true, name: true, accountId: true, region: true, owners: true } },
  ackBy: { select: { name: true } },
} satisfies Prisma.FindingInclude;
export type FindingRow = Prisma.FindingGetPayload<{ include: typeof include }>;

function whereOf({ q, code, level, account, state }: FindingQuery, now: Date): Prisma.FindingWhereInput {
  const open: Prisma.FindingWhereInput = { OR: [{ ackUntil: null }, { ackUntil: { lte: now } }] };
  return {
    code,
    level,
    function: {
      goneAt: null,
      accountId: account,
      ...(q ? { name: { contains: literal(q), mode: "insensitive" } } : {}),
    },
    ...(state === "open" ? open : state === "acknowledged" ? { ackUntil: { gt: now } } : {}),
  };
}

/** Findings, the gravest first, then the oldest. @returns `next` for `after` */
export async function listFindings(
  query: FindingQuery,
  now: Date,
  limit = 50,
): Promise<{ rows: FindingRow[]; next: string | null }> {
  const cursor = z.uuid().safeParse(query.after);
  const rows = await db().finding.findMany({
    where: whereOf(query, now),
    include,
    orderBy: [{ gravity: "asc" }, { firstSeenAt: "asc" }, { id: "asc" }],
    take: limit + 1,
    ...(cursor.success ? { cursor: { id: cursor.data }, skip: 1 } : {}),
  });
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** How many open findings there are of each kind, the most first. */
export async function countFindings(
  now: Date,
): Promise<{ code: string; level: string; title: string; count: number }[]> {
  const groups = await db().finding.groupBy({
    by: ["code", "level"],
    where: whereOf({ state: "open" }, now),
    _count: true,
    _min: { title: true },
    orderBy: { code: "asc" },
  });
  const counted = groups.map(({ code, level, _count, _min }) => ({
    code,
    level,
    title: _min.title ?? code,
    count: _count,
  }));
  return counted.toSorted((a, b) => b.count - a.count);
}

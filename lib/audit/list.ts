import { db } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { literal } from "@/lib/db/pattern";
import type { Entry } from "./entry";
import { entryOf } from "./rows";

/** Filters of the trail; all that are given must match. */
export interface EventFilters {
  action?: string;
  actorId?: string;
  requestId?: number;
  grantId?: string;
  functionId?: string;
}

function where(filters: EventFilters): Prisma.EventWhereInput {
  const { action, ...ids } = filters;
  return { ...ids, ...(action ? { action: { startsWith: literal(action) } } : {}) };
}

/**
 * Entries, newest first, paged by their number.
 * @param before only entries older than this one
 * @returns `next`: what to hand in as `before` for more; null at the end
 */
export async function listEvents(
  filters: EventFilters,
  { before, limit = 50 }: { before?: string; limit?: number } = {},
): Promise<{ rows: Entry[]; next: string | null }> {
  const rows = await db().event.findMany({
    where: { ...where(filters), ...(before ? { seq: { lt: BigInt(before) } } : {}) },
    orderBy: { seq: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit).map(entryOf);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null };
}

/** All entries that match, oldest first, read a thousand at a time. */
export async function* allEvents(filters: EventFilters = {}): AsyncGenerator<Entry> {
  for (let after = 0n; ;) {
    const rows = await db().event.findMany({
      where: { ...where(filters), seq: { gt: after } },
      orderBy: { seq: "asc" },
      take: 1000,
    });
    for (const row of rows) yield entryOf(row);
    const last = rows.at(-1);
    if (!last || rows.length < 1000) return;
    after = last.seq;
  }
}

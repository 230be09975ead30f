import { db } from "@/lib/db/client";

/** Requests that were applied by break-glass and whose review is owed, the oldest first; a thousand at most. */
export function listOwedReviews() {
  return db().request.findMany({
    where: { glassBrokenAt: { not: null }, reviewedAt: null },
    orderBy: { id: "asc" },
    take: 1000,
    select: {
      id: true,
      ...{ principal: true, functionId: true, glassBrokenAt: true, glassReason: true },
      glassBrokenBy: { select: { name: true } },
      items: { select: { qualifier: true }, take: 1 },
      function: { select: { name: true, owners: true } },
    },
  });
}

import { db } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";

/** What was there at a moment. @param at absent: now */
const standing = (at: Date | undefined) =>
  at ? { firstSeenAt: { lte: at }, OR: [{ goneAt: null }, { goneAt: { gt: at } }] } : { goneAt: null };

/**
 * A function with its targets, their statements, and the grants behind those.
 * @param at a past moment, for targets and statements; absent: now
 * @returns null when there is none
 */
export async function findFunction(id: string, at?: Date) {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return null;
  return db().function.findUnique({
    where: { id },
    include: {
      account: true,
      findings: { orderBy: { firstSeenAt: "asc" } },
      targets: {
        where: at ? { OR: [{ goneAt: null }, { goneAt: { gt: at } }] } : { goneAt: null },
        include: {
          snapshots: {
            where: at
              ? { seenAt: { lte: at }, OR: [{ goneAt: null }, { goneAt: { gt: at } }] }
              : { goneAt: null },
            take: 1,
          },
          statements: {
            where: standing(at),
            orderBy: { ordinal: "asc" },
            include: {
              principals: true,
              grant: {
                select: {
                  id: true,
                  requestId: true,
                  origin: true,
                  expiresAt: true,
                  state: true,
                  appliedAt: true,
                },
              },
            },
          },
        },
      },
    },
  });
}
export type FunctionDetail = NonNullable<Awaited<ReturnType<typeof findFunction>>>;
export type TargetDetail = FunctionDetail["targets"][number];
export type StatementDetail = TargetDetail["statements"][number];

/** @throws XaccountError NotFound */
export async function getFunction(id: string): Promise<FunctionDetail> {
  const found = await findFunction(id);
  if (!found)
    throw new XaccountError(
      "NotFound",
      "There is no such function here. It may have been removed from AWS; search for it by name.",
    );
  return found;
}

/** Targets as one reads them: unqualified, aliases by name, versions from the newest. */
export function sortTargets<T extends { kind: string; qualifier: string }>(targets: T[]): T[] {
  const rank: Record<string, number> = { function: 0, alias: 1, version: 2 };
  return targets.toSorted(
    (a, b) =>
      (rank[a.kind] ?? 3) - (rank[b.kind] ?? 3) ||
      (a.kind === "version"
        ? Number(b.qualifier) - Number(a.qualifier)
        : a.qualifier.localeCompare(b.qualifier)),
  );
}

import { db } from "@/lib/db/client";

/** Pages of 50, of functions and of versions alike. */
const pageSize = 50;
/** Calls a second that AWS allows: GetPolicy by itself, all others together. */
const quota = 15;

/** Calls that reading an account and region needs at least, by the quota they count against. */
export interface Least {
  policy: number;
  other: number;
}

/** The least of one account and region, by what is known of it. */
export async function leastCalls(accountId: string, region: string): Promise<Least> {
  const functions = await db().function.findMany({
    where: { accountId, region },
    select: { targets: { select: { kind: true } } },
  });
  const targets = functions.flatMap((one) => one.targets);
  const configurations = functions.length + targets.filter(({ kind }) => kind === "version").length;
  return {
    policy: targets.length,
    // Its pages, how many there are, and tags and aliases of each.
    other: Math.max(1, Math.ceil(configurations / pageSize)) + 1 + 2 * functions.length,
  };
}

/** For how long, in seconds, it takes at the quotas. */
export const floorSeconds = ({ policy, other }: Least) => Math.max(policy, other) / quota;

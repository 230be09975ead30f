import { db } from "@/lib/db/client";
import type { Row } from "./row";

/** Pages of 50, of functions and of versions alike. */
const pageSize = 50;
/** Calls a second that AWS allows: GetPolicy by itself, all others together. */
const quota = 15;

/** Calls that reading one account and region needs at least, by the quota they count against. */
async function leastCalls(accountId: string, region: string): Promise<{ policy: number; other: number }> {
  const functions = await db().function.findMany({
    where: { accountId, region },
    select: { targets: { select: { kind: true } } },
  });
  const targets = functions.flatMap((one) => one.targets);
  const configurations = functions.length + targets.filter(({ kind }) => kind === "version").length;
  return {
    policy: targets.length,
    other: Math.max(1, Math.ceil(configurations / pageSize)) + 2 * functions.length,
  };
}

/** The stack's first sync against what it must cost. */
export async function measureSync(): Promise<Row[]> {
  const sync = await db().sync.findFirstOrThrow({
    where: { state: "done" },
    include: { parts: true },
    orderBy: { createdAt: "asc" },
  });
  const least = await Promise.all(sync.parts.map((part) => leastCalls(part.accountId, part.region)));
  const needed = least.reduce((sum, { policy, other }) => sum + policy + other, 0);
  const made = sync.parts.reduce((sum, part) => sum + part.calls, 0);
  const floorSeconds = Math.max(...least.map(({ policy, other }) => Math.max(policy, other) / quota));
  const seconds = ((sync.finishedAt?.getTime() ?? Number.NaN) - sync.createdAt.getTime()) / 1000;
  return [
    {
      measure: "sync of the demo estate: calls ÷ the least it must make",
      ours: `${made} calls`,
      against: `${needed} calls`,
      ratio: made / needed,
    },
    {
      measure: "the same: wall time ÷ the floor at 15 calls a second an account and region",
      ours: `${seconds.toFixed(2)} s`,
      against: `${floorSeconds.toFixed(2)} s`,
      ratio: seconds / floorSeconds,
    },
  ];
}

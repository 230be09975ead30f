import { db } from "@/lib/db/client";
import type { Row } from "../row";
import { floorSeconds, leastCalls } from "./floor";

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
  const floor = Math.max(...least.map(floorSeconds));
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
      against: `${floor.toFixed(2)} s`,
      ratio: seconds / floor,
    },
  ];
}

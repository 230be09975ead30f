import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { receiveEvent } from "@/lib/catalog/notice";
import { startSync } from "@/lib/catalog/start-sync";
import { findSync } from "@/lib/catalog/sync-progress";
import { db } from "@/lib/db/client";
import { floorSeconds, leastCalls } from "./floor";
import type { SyncStack } from "./stack";

/** One sync, measured. */
export interface Measured {
  seconds: number;
  /** At AWS's quotas, of the largest account and region. */
  floor: number;
  calls: number;
  throttled: number;
  policies: number;
  /** The worker's resident memory, in megabytes, the most in the first and in the last third of the time. */
  memory: { first: number; last: number };
}

const residentMegabytes = (pid: number) =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;

/** Lets it be known that events arrive for every account and region: from then on what none tells of is not read again. */
export async function letEventsArrive(): Promise<void> {
  const places = await db().accountRegion.findMany();
  for (const { accountId: account, region } of places) {
    const detail = {
      ...{ eventID: randomUUID(), eventSource: "lambda.amazonaws.com", eventName: "CreateFunction20150331" },
      ...{ eventTime: new Date().toISOString(), errorCode: "AccessDenied" },
    };
    await receiveEvent({ "detail-type": "AWS API Call via CloudTrail", account, region, detail });
  }
}

/** Reads everything once, by the worker. @throws Error when a part failed */
export async function measureSync(stack: SyncStack): Promise<Measured> {
  await stack.takeCalls();
  const { id } = await startSync({ kind: "system", name: "cli" });
  const samples: number[] = [];
  for (;;) {
    const sync = await findSync(id);
    if (sync?.finishedAt) {
      if (sync.state === "failed") throw new Error(JSON.stringify(sync.parts.map(({ failure }) => failure)));
      const seconds = (sync.finishedAt.getTime() - sync.createdAt.getTime()) / 1000;
      const floors = await Promise.all(
        sync.parts.map(async (part) => floorSeconds(await leastCalls(part.accountId, part.region))),
      );
      const third = Math.ceil(samples.length / 3);
      const memory = {
        first: Math.max(...samples.slice(0, third)),
        last: Math.max(...samples.slice(-third)),
      };
      return { seconds, floor: Math.max(...floors), memory, ...(await stack.takeCalls()) };
    }
    samples.push(residentMegabytes(stack.workerPid));
    await pause(500);
  }
}

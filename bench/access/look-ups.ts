import pg from "pg";
import { listReach, reachQuery } from "@/lib/access/reach";
import { findFunction } from "@/lib/catalog/get-function";
import { connect, db, disconnect } from "@/lib/db/client";
import { parsePrincipal } from "@/lib/lambda/principal";
import type { Principal } from "@/lib/lambda/types";
import { principalsToLookUp } from "@/tests/estates/lifelike";
import type { EstateDatabase } from "./database";

/** Milliseconds that 95 of 100 are under. */
export function p95(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

function principals(seed: number, count: number): Principal[] {
  return principalsToLookUp(seed, count).map((text) => {
    const read = parsePrincipal(text);
    if (!read.ok) throw new Error(read.sentence);
    return read.value;
  });
}

async function times<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<number[]> {
  const list: number[] = [];
  for (const item of items) {
    const started = performance.now();
    await work(item);
    list.push(performance.now() - started);
  }
  return list;
}

/** How often a second, so many at a time. */
async function rate<T>(items: T[], work: (item: T) => Promise<unknown>, atOnce = 8): Promise<number> {
  const left = items.values();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item);
    }),
  );
  return items.length / ((performance.now() - started) / 1000);
}

/** What look-ups take on one estate. Times are milliseconds, in the server, the page's 50 rows decided. */
export interface LookUps {
  reverse: number;
  byFunction: number;
  rate: number;
  bareRate: number;
}

/** Look-ups in both directions, and the same SQL sent bare. */
export async function measureLookUps({ url }: EstateDatabase): Promise<LookUps> {
  await connect(url);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  try {
    const ids = (
      await db().function.findMany({ select: { id: true }, take: 300, orderBy: { arn: "asc" } })
    ).map(({ id }) => id);
    await times(principals(1, 300), (one) => listReach(one, {})); // warms up
    await times(ids.slice(0, 60), findFunction);
    const reverse = p95(await times(principals(2, 400), (one) => listReach(one, {})));
    const byFunction = p95(await times(ids, findFunction));
    const asked = principals(3, 600);
    const ours = await rate(asked, (one) => listReach(one, {}));
    const queries = await Promise.all(asked.map((one) => reachQuery(one, {})));
    const bareRate = await rate(queries, ({ text, values }) => pool.query(text, values));
    return { reverse, byFunction, rate: ours, bareRate };
  } finally {
    await pool.end();
    await disconnect();
  }
}

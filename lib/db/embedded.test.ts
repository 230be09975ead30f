import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { startEmbedded } from "./embedded";

const folder = path.resolve(".cache/test-embedded");
rmSync(folder, { recursive: true, force: true });
mkdirSync(path.dirname(folder), { recursive: true });
let stop: (() => void) | undefined;
afterAll(() => stop?.());

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // The server is killed under it.
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

it("survives kill -9: what was acknowledged is there, and two who start it at once get the same", async () => {
  const first = await startEmbedded(folder);
  await query(first.url, "CREATE TABLE kept (n int)");
  await query(first.url, "INSERT INTO kept SELECT generate_series(1, 1000)");
  const pid = readFileSync(path.join(folder, "server/postmaster.pid"), "utf8").split("\n")[0] ?? "";
  execFileSync("kill", ["-9", pid]);
  const [second, third] = await Promise.all([startEmbedded(folder), startEmbedded(folder)]);
  stop = second.stop;
  expect(second.url).toBe(third.url);
  expect(await query(second.url, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: 1000 }]);
});

import pg from "pg";
import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { withDatabase } from "@/tests/with-database";
import { connectForLocks } from "./connect-for-locks";
import { withLock } from "./lock";

const database = withDatabase();
const blocked = () => db().$queryRaw`
  SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;

it("whoever holds a lock is waited for, but not for long, and by few at a time", async () => {
  let letGo = (): void => undefined;
  let isHeld = (): void => undefined;
  const end = new Promise<void>((resolve) => (letGo = resolve));
  const held = new Promise<void>((resolve) => (isHeld = resolve));
  const holder = withLock(database.url(), "one", () => {
    isHeld();
    return end;
  });
  await held;
  let taken = 0;
  const attempt = () => withLock(database.url(), "one", () => Promise.resolve(void (taken += 1)));
  const begun = Date.now();
  const waiting = Array.from({ length: 4 }, attempt);
  await expect.poll(blocked).toHaveLength(4);
  expect(await attempt()).toBe(false); // at once: so many wait already
  expect(await blocked()).toHaveLength(4);
  expect(await Promise.all(waiting)).toEqual([false, false, false, false]);
  expect(Date.now() - begun).toBeLessThan(10_000);
  expect(taken).toBe(0);

  const last = attempt();
  await expect.poll(blocked).toHaveLength(1);
  letGo();
  expect(await Promise.all([holder, last])).toEqual([true, true]);
  expect(taken).toBe(1);
});

it("the server notices within a minute that the host of who holds a lock is gone", async () => {
  const client = new pg.Client({ connectionString: database.url() });
  await connectForLocks(client);
  const seconds = async (setting: string) => {
    const { rows } = await client.query<{ value: string }>(
      "SELECT setting AS value FROM pg_settings WHERE name = $1",
      [setting],
    );
    return Number(rows[0]?.value);
  };
  const [idle, interval] = [await seconds("tcp_keepalives_idle"), await seconds("tcp_keepalives_interval")];
  const silent = idle + interval * (await seconds("tcp_keepalives_count"));
  const timeoutMs = await seconds("tcp_user_timeout");
  await client.end();
  expect(silent).toBeGreaterThan(0);
  expect(silent).toBeLessThanOrEqual(60);
  expect(timeoutMs).toBeGreaterThan(0);
  expect(timeoutMs).toBeLessThanOrEqual(60_000);
});

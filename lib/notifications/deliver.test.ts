import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { withDatabase } from "@/tests/with-database";
import { nobodyAt, withWebhook } from "@/tests/with-webhook";
import type { Channels } from "./channels";
import { deliverNotification } from "./deliver";
import { notify } from "./notify";
import { resumeDeliveries } from "./resume";
import { findUndelivered } from "./undelivered";

withDatabase();
const webhook = withWebhook();
const secret = "a secret of sixteen letters";
const channels = (url = webhook.url()): Channels => ({
  webhook: { url, secret },
  ...{ mail: null, baseUrl: "https://xaccount.example.com" },
});
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

/** Something that the group payments is told. @returns its key */
async function told(level: "info" | "danger" = "info"): Promise<string> {
  const key = `test ${randomUUID()}`;
  await unaudited("notification.told", (tx) =>
    notify(tx, {
      ...{ key, kind: "test.told", level, title: "A <b> & more", detail: "What happened.", requestId: 7 },
      ...{ href: "/requests/7", to: { handles: ["Payments"] } },
    }),
  );
  return key;
}
const callsOf = (key: string) => webhook.calls.filter(({ body }) => body.includes(key));
const deliveryOf = (key: string) => db().delivery.findFirstOrThrow({ where: { notification: { key } } });
const settledAt = async (key: string) =>
  (await db().notification.findUniqueOrThrow({ where: { key } })).settledAt;
const jobOf = async (key: string) =>
  (
    await db().$queryRaw<{ run_at: Date; priority: number }[]>`
      SELECT run_at, priority FROM graphile_worker.jobs WHERE key = ${`deliver ${key}`}`
  )[0];

describe("what people are told is posted to the webhook", () => {
  it("as JSON that Slack shows, signed so that the receiver can tell", async () => {
    const key = await told();
    await deliverNotification(key, { channels: channels() });
    const [call] = callsOf(key);
    expect(callsOf(key)).toHaveLength(1);
    const { body = "", headers = {} } = call ?? {};
    const { id } = await db().notification.findUniqueOrThrow({ where: { key } });
    expect(JSON.parse(body)).toMatchObject({
      text: "*A &lt;b&gt; &amp; more*\nWhat happened.\n<https://xaccount.example.com/requests/7|Open in Xaccount>",
      ...{ id, key, kind: "test.told", level: "info", title: "A <b> & more", path: "/requests/7" },
      ...{
        url: "https://xaccount.example.com/requests/7",
        owners: ["payments"],
        requestId: 7,
        grantId: null,
      },
    });
    expect(headers["idempotency-key"]).toBe(id);
    const seconds = String(headers["x-xaccount-timestamp"]);
    expect(Math.abs(Number(seconds) * 1000 - Date.now())).toBeLessThan(60_000);
    const expected = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
    expect(headers["x-xaccount-signature"]).toBe(`v1=${expected}`);
    expect(await settledAt(key)).toBeInstanceOf(Date);
  });

  it("once, however many jobs run and however often", async () => {
    const key = await told();
    await Promise.all(Array.from({ length: 8 }, () => deliverNotification(key, { channels: channels() })));
    await deliverNotification(key, { channels: channels(), now: inHours(1) });
    expect(callsOf(key)).toHaveLength(1);
  });

  it("again and again, later and later, until it is taken", async () => {
    const key = await told();
    webhook.next.push(500, "break", 302, 429);
    const waits: number[] = [];
    for (const hours of [0, 1, 2, 3, 4]) {
      const now = inHours(hours);
      await deliverNotification(key, { channels: channels(), now });
      const { nextAt, deliveredAt } = await deliveryOf(key);
      if (!deliveredAt) {
        waits.push((nextAt.getTime() - now.getTime()) / 1000);
        expect((await jobOf(key))?.run_at).toEqual(nextAt);
      }
      // Before its time nothing is sent.
      await deliverNotification(key, { channels: channels(), now: new Date(nextAt.getTime() - 11_000) });
    }
    expect(callsOf(key)).toHaveLength(5);
    expect(new Set(callsOf(key).map(({ headers }) => headers["idempotency-key"]))).toHaveProperty("size", 1);
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(8 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(16 * 2 ** index);
    }
    expect(await deliveryOf(key)).toMatchObject({ attempts: 5, failure: null, gaveUpAt: null });
    expect(await settledAt(key)).not.toBeNull();
  });

  it("for three days; then it is given up, and that is told", async () => {
    const key = await told();
    const nobody = channels(await nobodyAt());
    await deliverNotification(key, { channels: nobody });
    expect(await findUndelivered()).toMatchObject({ gaveUp: 0, failing: 0 });
    expect(await findUndelivered(inHours(1))).toMatchObject({
      ...{ gaveUp: 0, failing: 1 },
      why: "The webhook could not be reached (ECONNREFUSED).",
    });
    await deliverNotification(key, { channels: nobody, now: inHours(71) });
    expect((await deliveryOf(key)).nextAt.getTime()).toBeLessThanOrEqual(inHours(72).getTime());
    await deliverNotification(key, { channels: nobody, now: inHours(72.1) });
    expect((await deliveryOf(key)).gaveUpAt).not.toBeNull();
    expect(await settledAt(key)).not.toBeNull();
    expect(await findUndelivered(inHours(73))).toMatchObject({ gaveUp: 1, failing: 0 });
    expect(await findUndelivered(inHours(24 * 11))).toMatchObject({ gaveUp: 0, failing: 0 });
  });

  it("not when nothing is set to post to, nor later for what was told before", async () => {
    const key = await told();
    const none = { webhook: null, mail: null, baseUrl: null };
    await deliverNotification(key, { channels: none });
    expect(await settledAt(key)).not.toBeNull();
    await deliverNotification(key, { channels: channels() });
    expect(callsOf(key)).toEqual([]);
  });
});

describe("what a process that died was sending", () => {
  it("is gone on with when its time is over, and not before", async () => {
    const key = await told();
    webhook.next.push(503);
    await deliverNotification(key, { channels: channels() });
    // As a try leaves it that never ended.
    await unaudited("notification.sent", async (tx) => {
      await tx.delivery.updateMany({ where: { notification: { key } }, data: { nextAt: inHours(0.03) } });
      await tx.$executeRaw`DELETE FROM graphile_worker._private_jobs WHERE key = ${`deliver ${key}`}`;
    });
    await resumeDeliveries();
    expect(await jobOf(key)).toBeDefined();
    await deliverNotification(key, { channels: channels() });
    expect(callsOf(key)).toHaveLength(1);
    await deliverNotification(key, { channels: channels(), now: inHours(0.04) });
    expect(callsOf(key)).toHaveLength(2);
    expect(await settledAt(key)).not.toBeNull();
    await unaudited("notification.sent", (tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`);
    await resumeDeliveries();
    expect(await jobOf(key)).toBeUndefined();
  });

  it("danger goes before the rest", async () => {
    expect((await jobOf(await told("info")))?.priority).toBe(0);
    expect((await jobOf(await told("danger")))?.priority).toBe(-1);
  });
});

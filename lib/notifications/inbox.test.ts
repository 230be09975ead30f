import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Transaction } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import type { PersonActor } from "@/lib/identity/types";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { countUnread, listNotifications, notificationQuery, unreadDangers } from "./list";
import { markAllRead } from "./mark-all-read";
import { markRead } from "./mark-read";
import { notify, type Notice } from "./notify";

withDatabase();
let petra: PersonActor, casey: PersonActor, payments: string;

beforeEach(async () => {
  payments = `payments-${randomUUID().slice(0, 8)}`;
  petra = await makePerson(`Petra-${randomUUID()}`, [payments]);
  casey = await makePerson(`Casey-${randomUUID()}`, ["checkout"]);
});

const tell = (to: Notice["to"], level: Notice["level"] = "info", key: string = randomUUID()) =>
  unaudited("notification.told", (tx) =>
    notify(tx, { key, kind: "test.told", level, title: key, detail: "", href: "/requests/7", to }),
  );
const list = (actor: PersonActor, query: Record<string, string> = {}, limit?: number) =>
  listNotifications(actor, notificationQuery.parse(query), limit);
/** Moves what there is into the past, in which everything is settled. */
const age = (hours: number) =>
  unaudited("notification.told", async (tx) => {
    await tx.$executeRaw`UPDATE "Notification" SET "createdAt" = "createdAt" - ${hours}::int * interval '1 hour'`;
    await likewise(tx);
  });
/** A recipient's time is that of the notification. */
const likewise = (tx: Transaction) => tx.$executeRaw`
  UPDATE "NotificationRecipient" r SET "createdAt" = n."createdAt" FROM "Notification" n WHERE n.id = r."notificationId"`;

describe("what somebody was told", () => {
  it("is what their groups, their address and they themselves were told; told twice, it is there once", async () => {
    await tell({ handles: [payments.toUpperCase()] });
    await tell({ handles: [petra.email ?? ""] });
    await tell({ personIds: [petra.personId, petra.personId, null] });
    await tell({ handles: ["others"], personIds: [casey.personId] });
    const key = randomUUID();
    const told = [
      await tell({ handles: [payments] }, "info", key),
      await tell({ handles: [payments] }, "info", key),
    ];
    expect(told).toEqual([true, false]);
    const { rows } = await list(petra);
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ key, read: false });
    expect((await list(casey)).rows).toHaveLength(1);
    expect(await countUnread(petra)).toBe(4);
  });

  it("is paged, newest first, also when several are of one moment", async () => {
    await unaudited("notification.told", async (tx) => {
      for (let count = 0; count < 5; count += 1)
        await notify(tx, {
          ...{
            key: randomUUID(),
            kind: "test.told",
            level: "info",
            title: `${count}`,
            detail: "",
            href: "/",
          },
          to: { personIds: [petra.personId] },
        });
      await tx.$executeRaw`UPDATE "Notification" SET "createdAt" = '2026-11-01T00:00:00Z' WHERE ${petra.personId}::uuid = ANY("personIds")`;
      await likewise(tx);
    });
    const titles: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const page = await list(petra, after ? { after } : {}, 2);
      titles.push(...page.rows.map(({ title }) => title));
      after = page.next;
    }
    expect(titles).toEqual(["4", "3", "2", "1", "0"]);
    expect((await list(petra, { after: "nonsense" })).rows).toHaveLength(5);
  });

  it("is read by one person and not by the others of the group; filters show what is asked", async () => {
    const { personId, ...rest } = petra;
    const pia = { ...rest, personId: (await makePerson(`Pia-${randomUUID()}`, [payments])).personId };
    await tell({ handles: [payments] }, "danger");
    await tell({ handles: [payments] });
    const [info, danger] = (await list(petra)).rows;
    expect(await markRead(petra, { notificationId: danger?.id })).toBe("/requests/7");
    await markRead(petra, { notificationId: danger?.id });
    expect((await list(petra)).rows.map(({ read }) => read)).toEqual([false, true]);
    expect((await list(petra, { unread: "yes" })).rows.map(({ id }) => id)).toEqual([info?.id]);
    expect((await list(petra, { level: "danger" })).rows.map(({ id }) => id)).toEqual([danger?.id]);
    expect(await unreadDangers(petra)).toEqual([]);
    expect((await unreadDangers(pia)).map(({ id }) => id)).toEqual([danger?.id]);
    expect([await countUnread(petra), await countUnread(pia), personId !== pia.personId]).toEqual([
      1,
      2,
      true,
    ]);
  });

  it("of others can't be marked", async () => {
    await tell({ handles: [payments] });
    const [one] = (await list(petra)).rows;
    await expect(markRead(casey, { notificationId: one?.id })).rejects.toMatchObject({ code: "NotFound" });
    await expect(markRead(petra, { notificationId: "7" })).rejects.toMatchObject({ code: "Invalid" });
    const worker = { kind: "system" as const, name: "worker" as const };
    await expect(markRead(worker, { notificationId: one?.id })).rejects.toMatchObject({ code: "Forbidden" });
    expect(await countUnread(petra)).toBe(1);
  });
});

describe("all at once", () => {
  it("what came after one looked stays unread, old or new", async () => {
    await tell({ handles: [payments] });
    await age(5);
    await tell({ handles: [payments] });
    const [shown] = (await list(petra)).rows;
    await tell({ handles: [payments] }, "danger");
    await markAllRead(petra, { until: shown?.createdAt.toISOString() });
    expect((await list(petra)).rows.map(({ read }) => read)).toEqual([false, true, true]);
    expect(await countUnread(petra)).toBe(1);
    await markAllRead(petra, { until: new Date().toISOString() });
    expect(await countUnread(petra)).toBe(0);
    await expect(markAllRead(petra, { until: "never" })).rejects.toMatchObject({ code: "Invalid" });
  });

  it("what was told a moment ago, and appears only now, is not marked unseen", async () => {
    const until = new Date();
    await markAllRead(petra, { until: until.toISOString() });
    // Begun before they looked, committed after.
    await tell({ handles: [payments] }, "danger");
    await unaudited("notification.told", async (tx) => {
      const before = new Date(until.getTime() - 20_000);
      await tx.notification.updateMany({
        where: { handles: { has: payments } },
        data: { createdAt: before },
      });
      await likewise(tx);
    });
    expect(await countUnread(petra)).toBe(1);
  });

  it("more than a page can say are counted up to a hundred", async () => {
    for (let count = 0; count < 105; count += 1) await tell({ handles: [payments] });
    expect(await countUnread(petra)).toBe(100);
    await age(1);
    await markAllRead(petra, { until: new Date().toISOString() });
    expect(await countUnread(petra)).toBe(0);
  });
});

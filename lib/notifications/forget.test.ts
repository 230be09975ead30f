import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import type { PersonActor } from "@/lib/identity/types";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { forgetNotifications } from "./forget";
import { countUnread } from "./list";
import { markAllRead } from "./mark-all-read";
import { markRead } from "./mark-read";
import { notify, type Notice } from "./notify";

withDatabase();
let petra: PersonActor, pia: PersonActor, casey: PersonActor;
const payments = { handles: ["payments"] };

beforeEach(async () => {
  await unaudited("notification.told", async (tx) => {
    await tx.notification.deleteMany();
    await tx.person.deleteMany();
  });
  petra = await makePerson("Petra", [" Payments"]);
  pia = await makePerson("Pia", ["payments"]);
  casey = await makePerson("Casey", ["checkout"]);
});

/** Tells people something, so many days ago; it was sent on to the webhook. @returns its ID */
async function tell(to: Notice["to"], days: number, { isSettled = true } = {}): Promise<string> {
  const key = randomUUID();
  const createdAt = new Date(Date.now() - days * 86_400_000);
  return unaudited("notification.told", async (tx) => {
    await notify(tx, { key, kind: "test.told", level: "info", title: key, detail: "", href: "/", to });
    const settledAt = isSettled ? createdAt : null;
    const { id } = await tx.notification.update({ where: { key }, data: { createdAt, settledAt } });
    await tx.notificationRecipient.updateMany({ where: { notificationId: id }, data: { createdAt } });
    const deliveredAt = isSettled ? createdAt : null;
    const delivery = { notificationId: id, channel: "webhook", address: "", nextAt: createdAt };
    await tx.delivery.create({ data: { ...delivery, deliveredAt, createdAt } });
    return id;
  });
}
const read = (who: PersonActor, notificationId: string) => markRead(who, { notificationId });
const kept = async () =>
  (await db().notification.findMany({ select: { id: true }, orderBy: { createdAt: "asc" } })).map(
    ({ id }) => id,
  );

it("what all who were told it have read is forgotten after its days, with how it was sent on", async () => {
  const [shared, own, recent] = [
    await tell(payments, 100),
    await tell({ ...payments, personIds: [casey.personId] }, 99),
    await tell(payments, 89),
  ];
  for (const id of [shared, own, recent]) for (const who of [petra, pia]) await read(who, id);
  expect(await forgetNotifications()).toBe(1);
  expect(await kept()).toEqual([own, recent]); // Casey has not read theirs
  await read(casey, own);
  expect(await forgetNotifications()).toBe(1);
  expect(await kept()).toEqual([recent]);
  expect(await db().delivery.count()).toBe(1);
  expect(await db().notificationRecipient.count()).toBe(1);
});

it("what somebody has not read stays for much longer; how it was sent on does not", async () => {
  const ids = [await tell(payments, 399), await tell({ handles: ["nobody-here"] }, 300)];
  await tell(payments, 401);
  await tell({ handles: ["nobody-here"] }, 401);
  await read(petra, ids[0] ?? "");
  expect(await forgetNotifications()).toBe(2);
  expect(await kept()).toEqual(ids);
  expect(await countUnread(pia)).toBe(1);
  expect(await db().delivery.count()).toBe(0);
});

it("what is marked as read by its time alone is read, too", async () => {
  const id = await tell(payments, 91);
  await markAllRead(petra, { until: new Date().toISOString() });
  expect(await forgetNotifications()).toBe(0);
  await markAllRead(pia, { until: new Date().toISOString() });
  expect(await kept()).toEqual([id]);
  expect(await forgetNotifications()).toBe(1);
});

it("what is still to be sent on stays", async () => {
  const id = await tell(payments, 500, { isSettled: false });
  for (const who of [petra, pia]) await read(who, id);
  expect(await forgetNotifications()).toBe(0);
  expect(await db().delivery.count()).toBe(1);
});

it("many go in batches, past what stays, until it is told to stop", async () => {
  const stays = await tell(payments, 200);
  await unaudited("notification.told", async (tx) => {
    const ids = Array.from({ length: 1100 }, () => randomUUID());
    const createdAt = new Date(Date.now() - 100 * 86_400_000);
    const told = { kind: "test.told", level: "info", title: "", detail: "", href: "/", createdAt };
    await tx.notification.createMany({
      data: ids.map((id) => ({ ...told, id, key: id, settledAt: createdAt })),
    });
    const name = `person:${casey.personId}`;
    await tx.notificationRecipient.createMany({
      data: ids.map((notificationId) => ({ notificationId, name, level: "info", createdAt })),
    });
  });
  await markAllRead(casey, { until: new Date().toISOString() });
  expect(await forgetNotifications(AbortSignal.abort())).toBe(0);
  expect(await forgetNotifications()).toBe(1100);
  expect(await kept()).toEqual([stays]);
});

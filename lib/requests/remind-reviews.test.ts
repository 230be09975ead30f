import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { db, type Transaction } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { remindOfReviews } from "./remind-reviews";

withDatabase();
const broken = new Date("2026-11-01T10:00:00Z");
const after = (days: number) => new Date(broken.getTime() + days * 86_400_000);
const change = <T>(work: (tx: Transaction) => Promise<T>) => unaudited("catalog.read", work);

/** A request that was applied by break-glass, on a function of these owners. */
async function owed(owners: string[]): Promise<number> {
  const { personId } = await makePerson(`On Call ${randomUUID()}`, ["xaccount-break-glass"]);
  return change(async (tx) => {
    const { id: accountId } = await tx.account.upsert({
      where: { id: "123456789012" },
      create: { id: "123456789012", name: "payments" },
      update: {},
    });
    const name = `f-${randomUUID().slice(0, 8)}`;
    const fn = await tx.function.create({
      data: {
        ...{ accountId, region: "us-east-1", name, owners, ownerSource: "tag" },
        arn: `arn:aws:lambda:us-east-1:${accountId}:function:${name}`,
      },
    });
    const { id } = await tx.request.create({
      data: {
        ...{ requesterId: personId, functionId: fn.id, principalKind: "account", principal: "111122223333" },
        ...{ durationDays: 1, reason: "Payments fail.", lapsesAt: after(14), state: "applied" },
        ...{ glassBrokenAt: broken, glassBrokenById: personId, glassReason: "Incident 4711" },
        items: { create: { qualifier: "prod", action: "lambda:InvokeFunction" } },
      },
    });
    return id;
  });
}
const toldOf = async (requestId: number) =>
  (await db().notification.findMany({ where: { requestId }, orderBy: { id: "asc" } })).map(
    ({ level, handles }) => [level, ...handles],
  );

it("owners are told each day, louder after two, until it is reviewed", async () => {
  const id = await owed(["payments"]);
  const first = ["warning", "payments"];
  const second = ["danger", "payments", "xaccount-administrators"];
  for (const [days, told] of [
    [0.9, []],
    [1.1, [first]],
    [1.9, [first]],
    [2.1, [first, second]],
    [5.5, [first, second, second]], // after an outage: once, not for each day
  ] as const) {
    await Promise.all(Array.from({ length: 4 }, () => remindOfReviews(after(days))));
    expect(await toldOf(id), `day ${days}`).toEqual(told);
  }
  const { detail, href } = await db().notification.findFirstOrThrow({ where: { requestId: id } });
  expect(detail).toContain("Incident 4711");
  expect(href).toBe(`/requests/${id}`);
  await change((tx) => tx.request.update({ where: { id }, data: { reviewedAt: after(6) } }));
  await remindOfReviews(after(7));
  expect(await toldOf(id)).toHaveLength(3);
});

it("administrators are told where nobody owns the function", async () => {
  const id = await owed([]);
  await remindOfReviews(after(1));
  expect(await toldOf(id)).toEqual([["warning", "xaccount-administrators"]]);
});

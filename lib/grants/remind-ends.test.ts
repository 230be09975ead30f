import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { giveBack } from "@/lib/requests/give-back";
import { reviewRequest } from "@/lib/requests/review";
import { submitRequest } from "@/lib/requests/submit";
import type { PersonActor } from "@/lib/identity/types";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { remindOfEnds } from "./remind-ends";

withDatabase();
withSandbox();
let casey: PersonActor, cem: PersonActor, petra: PersonActor, functionId: string;
let last = 710_000_000_000;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  casey = await makePerson("Casey", ["checkout"]);
  cem = await makePerson("Cem", ["checkout"]);
  petra = await makePerson("Petra", ["payments"]);
  functionId = (await db().function.findFirstOrThrow({ where: { name: "my-function" } })).id;
});

/** An applied request for so many days. @param principal that of another request, for the same statement */
async function applied(who: PersonActor, days: number, principal = String((last += 1))) {
  const id = await submitRequest(who, {
    ...{ functionId, qualifier: "prod", action: "lambda:InvokeFunction", principal },
    ...{ durationDays: String(days), reason: "Reports need it every night.", draftId: randomUUID() },
  });
  const { hash } = await analyseRequest(await getRequest(id));
  await reviewRequest(petra, { requestId: String(id), verdict: "approve", analysisHash: hash });
  const [grant] = (await getRequest(id)).grants;
  if (grant?.state === "applying") await applyGrant(grant.id);
  return { id, principal };
}
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
/** How many days before the end a request's reminders spoke of, in their order. */
async function toldOf(requestId: number): Promise<string[]> {
  const rows = await db().notification.findMany({
    where: { requestId, kind: "grant.ends_soon" },
    orderBy: { id: "asc" },
  });
  return rows.map(({ key }) => key.split(" ")[2] ?? "");
}

describe("reminders of what ends", () => {
  it("are told 14, 3 and 1 days before, each once, to whoever asked and the owners", async () => {
    const { id, principal } = await applied(casey, 30);
    for (const [day, told] of [
      [15.9, []],
      [16.1, ["14"]],
      [26.9, ["14"]],
      [27.1, ["14", "3"]],
      [28.9, ["14", "3"]],
      [29.1, ["14", "3", "1"]],
      [31, ["14", "3", "1"]],
    ] as const) {
      await remindOfEnds(inDays(day));
      expect(await toldOf(id), `day ${day}`).toEqual(told);
    }
    const rows = await db().notification.findMany({ where: { requestId: id }, orderBy: { id: "asc" } });
    expect(rows.map(({ level }) => level)).toEqual(["info", "warning", "warning"]);
    expect(rows[1]).toMatchObject({
      title: `Access of ${principal} to my-function:prod ends within 3 days`,
      href: `/requests/${id}`,
      handles: ["payments"],
      personIds: [casey.personId],
    });
  });

  it("after an outage the nearest that fits is made up for, and the others are not", async () => {
    const { id } = await applied(casey, 40);
    await remindOfEnds(inDays(38));
    expect(await toldOf(id)).toEqual(["3"]);
    const { id: later } = await applied(casey, 40);
    await remindOfEnds(inDays(39.5));
    expect(await toldOf(later)).toEqual(["1"]);
    const { id: over } = await applied(casey, 41);
    await remindOfEnds(inDays(42));
    expect(await toldOf(over)).toEqual([]);
  });

  it("what was given for a few days only is not spoken of at once", async () => {
    const { id } = await applied(casey, 10);
    await remindOfEnds();
    expect(await toldOf(id)).toEqual([]);
    await remindOfEnds(inDays(7.5));
    expect(await toldOf(id)).toEqual(["3"]);
  });

  it("who renewed is told of the new end alone; others who rely on it are told of theirs", async () => {
    const { id, principal } = await applied(casey, 20);
    const { id: ofCem } = await applied(cem, 21, principal);
    const { id: renewed } = await applied(casey, 50, principal);
    await remindOfEnds(inDays(19));
    expect(await toldOf(id)).toEqual([]);
    expect(await toldOf(ofCem)).toEqual(["3"]);
    const { detail } = await db().notification.findFirstOrThrow({ where: { requestId: ofCem } });
    expect(detail).toContain("Others rely on the same statement for longer");
    await giveBack(casey, { requestId: renewed, reason: "It was too much." });
    await remindOfEnds(inDays(19));
    expect(await toldOf(id)).toEqual(["1"]);
  });

  it("several processes at once tell of it once", async () => {
    const ids: number[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await applied(casey, 60)).id);
    const told = await Promise.all(Array.from({ length: 8 }, () => remindOfEnds(inDays(59.5))));
    for (const id of ids) expect(await toldOf(id)).toEqual(["1"]);
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(
      await db().notification.count({ where: { key: { endsWith: " 1" }, requestId: { in: ids } } }),
    );
  });
});

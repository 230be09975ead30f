import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/audit/actor";
import { listEvents } from "@/lib/audit/list";
import { db } from "@/lib/db/client";
import { getRequest } from "@/lib/requests/get";
import { approve, ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { revokeGrant } from "./revoke";
import { revokeSelected } from "./revoke-selected";
import { listSelected } from "./selected";

withDatabase();
withSandbox();
let casey: Actor, petra: Actor, rosa: Actor;
const reason = "The project is over.";

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  await syncNow("111122223333");
  casey = await makePerson("Casey", ["checkout"]);
  petra = await makePerson("Petra", ["payments"]);
  rosa = await makePerson("Rosa", ["reporting"]);
});

/** A grant that was asked for by Rosa and approved by an owner. */
async function grantOn(name: string, owner: Actor, principal: string): Promise<string> {
  const { id: functionId } = await db().function.findFirstOrThrow({ where: { name } });
  const requestId = await ask(rosa, { functionId, principal });
  await approve(owner, requestId);
  return (await getRequest(requestId)).grants[0]?.id ?? "";
}
const stateOf = async (id: string) => (await db().grant.findUniqueOrThrow({ where: { id } })).state;

it("one that is refused does not hold up the others; each has its own event, and why not is told", async () => {
  const mine = await grantOn("my-function", petra, "700000000001");
  const another = await grantOn("my-function", petra, "700000000002");
  const gone = await grantOn("my-function", petra, "700000000003");
  const foreign = await grantOn("checkout-price", casey, "700000000004");
  await revokeGrant(petra, { grantId: gone, reason: "Somebody was faster." });
  const unknown = randomUUID();
  const grantIds = [foreign, mine, gone, unknown, another, mine];
  const outcomes = await revokeSelected(petra, { grantIds, reason });
  expect(outcomes.map(({ grantId, failure }) => [grantId, failure?.code])).toEqual([
    [foreign, "Forbidden"],
    [mine, undefined],
    [gone, "Conflict"],
    [unknown, "NotFound"],
    [another, undefined],
  ]);
  expect(outcomes[2]?.failure?.sentence).toBe("It is already being revoked.");
  expect(await Promise.all([foreign, mine, gone, another].map(stateOf))).toEqual([
    "applying",
    "revoking",
    "revoking",
    "revoking",
  ]);
  for (const grantId of [mine, another]) {
    const { rows } = await listEvents({ grantId });
    expect(rows.filter((event) => event.reason === reason).map(({ action }) => action)).toEqual([
      "grant.revoke_decided",
    ]);
  }
  const { rows } = await listEvents({ grantId: foreign });
  expect(rows.map(({ reason: why }) => why)).not.toContain(reason);
});

it("nothing is tried without a reason, with nothing selected, or with more than a page", async () => {
  const grantId = await grantOn("my-function", petra, "700000000005");
  const many = Array.from({ length: 50 }, () => randomUUID());
  for (const [field, input] of [
    ["reason", { grantIds: [grantId], reason: " " }],
    ["grantIds", { grantIds: [], reason }],
    ["grantIds", { grantIds: [grantId, ...many], reason }],
    ["grantIds.1", { grantIds: [grantId, "no ID"], reason }],
  ] as const) {
    await expect(revokeSelected(petra, input)).rejects.toMatchObject({
      code: "Invalid",
      fields: { [field]: expect.any(String) as unknown },
    });
  }
  expect(await stateOf(grantId)).toBe("applying");
});

it("what was selected is listed whatever became of it, and what is not is counted", async () => {
  const grantId = await grantOn("checkout-price", casey, "700000000006");
  await revokeGrant(casey, { grantId, reason });
  const { rows, unknown, left } = await listSelected([grantId, grantId, "no ID", randomUUID()]);
  expect(rows.map(({ id, state }) => [id, state])).toEqual([[grantId, "revoking"]]);
  expect(rows[0]?.revokedBy?.name).toBe("Casey");
  expect([unknown, left]).toEqual([2, 0]);
  const many = Array.from({ length: 52 }, () => randomUUID());
  expect(await listSelected(many)).toEqual({ rows: [], unknown: 50, left: 2 });
});

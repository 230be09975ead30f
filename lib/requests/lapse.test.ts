import { beforeAll, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/list";
import { env } from "@/lib/env";
import type { PersonActor } from "@/lib/identity/types";
import { ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { getRequest } from "./get";
import { lapseRequests } from "./lapse";
import { withdrawRequest } from "./withdraw";

withDatabase();
withSandbox();
let casey: PersonActor;
const later = () => new Date(Date.now() + (env().XACCOUNT_LAPSE_DAYS + 1) * 86_400_000);
const actionsOf = async (requestId: number) =>
  (await listEvents({ requestId })).rows.map(({ action }) => action).reverse();

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  casey = await makePerson("Casey", ["checkout"]);
});

it("a request that nobody decided lapses once, whoever looks at the same moment", async () => {
  const id = await ask(casey);
  expect(await lapseRequests()).toBe(0);
  const counts = await Promise.all(Array.from({ length: 8 }, () => lapseRequests(later())));
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await getRequest(id)).toMatchObject({ state: "lapsed" });
  expect(await actionsOf(id)).toEqual(["request.submitted", "request.lapsed"]);
});

it("one that is decided at the same moment is one or the other, and the trail says which", async () => {
  for (let round = 0; round < 8; round++) {
    const id = await ask(casey);
    await Promise.all([lapseRequests(later()), withdrawRequest(casey, id).catch(() => null)]);
    const { state } = await getRequest(id);
    expect(await actionsOf(id)).toEqual(["request.submitted", `request.${state}`]);
  }
});

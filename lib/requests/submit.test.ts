import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { toFailure } from "@/lib/failure";
import type { PersonActor } from "@/lib/identity/types";
import { ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";

withDatabase();
withSandbox();
let casey: PersonActor, cem: PersonActor;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  [casey, cem] = [await makePerson("Casey", ["checkout"]), await makePerson("Cem", ["checkout"])];
});

it("a draft that is sent several times at once is one request, and each is answered with it", async () => {
  const draftId = randomUUID();
  const ids = await Promise.all(Array.from({ length: 6 }, () => ask(casey, { draftId })));
  expect(new Set(ids).size).toBe(1);
});

it("of several who ask for just the same at once one asks, and the others are told", async () => {
  const principal = "700000000001";
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, number) =>
      ask(number % 2 === 0 ? casey : cem, { principal }).then(
        () => "asked",
        (error: unknown) => toFailure(error).code,
      ),
    ),
  );
  expect(answers.toSorted()).toEqual([...Array.from({ length: 5 }, () => "Conflict"), "asked"]);
  expect(await db().request.count({ where: { principal } })).toBe(1);
});

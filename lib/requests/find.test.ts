import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/audit/actor";
import { ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { findAnything } from "./find";

withDatabase();
withSandbox();
let casey: Actor;
let requestId = 0;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  casey = await makePerson("Casey", ["checkout"]);
  requestId = await ask(casey, { principal: "700000000001" });
});

const found = async (text: string) => {
  const { functions, principals, requests } = await findAnything(casey, text);
  return {
    functions: functions.map(({ name }) => name),
    principals: principals.map(({ value, kind, name }) => [value, kind, name]),
    requests: requests.map(({ id }) => id),
  };
};

it("a part of a name finds functions and the requests for them; an ARN its function", async () => {
  expect(await found("my-FUNC")).toEqual({
    functions: ["my-function"],
    principals: [],
    requests: [requestId],
  });
  const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function:prod";
  expect(await found(arn)).toMatchObject({ functions: ["my-function"] });
  expect((await found("payments")).functions).toHaveLength(6);
});

it("principals by a part of what live statements say, by an account's name, or in full though nobody knows them", async () => {
  expect((await found("role/report")).principals).toEqual([
    ["arn:aws:iam::444455556666:role/reporting", "role", null],
  ]);
  expect((await found("events.amazon")).principals).toEqual([["events.amazonaws.com", "service", null]]);
  expect((await found("checkou")).principals[0]).toEqual(["111122223333", "account", "checkout"]);
  expect((await found("700000000001")).principals).toEqual([["700000000001", "account", null]]);
  // What stands for any character in a pattern of SQL is a character here.
  expect((await found("%_%")).principals).toEqual([]);
});

it("a request by its number, also with #, and by its grantee", async () => {
  expect((await found(String(requestId))).requests).toEqual([requestId]);
  expect((await found(`#${requestId}`)).requests).toEqual([requestId]);
  expect((await found("700000000001")).requests).toEqual([requestId]);
  expect((await found("999")).requests).toEqual([]);
});

it("one character, and more than can be typed, find nothing", async () => {
  const nothing = { functions: [], principals: [], requests: [] };
  expect(await found("m")).toEqual(nothing);
  expect(await found("m".repeat(201))).toEqual(nothing);
});

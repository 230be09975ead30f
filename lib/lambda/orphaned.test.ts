import { expect, it } from "vitest";
import { findOrphans, isOrphaned } from "./orphaned";

const granted =
  '{"Sid":"xa-1","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/checkout"},"Action":"lambda:InvokeFunction","Resource":"arn"}';
const orphan = granted.replace("arn:aws:iam::111122223333:role/checkout", "AROAEXAMPLEDELETED000");

it("is the same statement, but for whom it names", () => {
  expect(isOrphaned(orphan, granted)).toBe(true);
  expect(isOrphaned(granted, granted)).toBe(false);
  expect(isOrphaned(orphan.replace("InvokeFunction", "*"), granted)).toBe(false);
  const more = orphan.replace('"AROAEXAMPLEDELETED000"', '["AROAEXAMPLEDELETED000","*"]');
  expect(isOrphaned(more, granted)).toBe(false);
});

it("is none of what was granted to an account", () => {
  const toAccount = granted.replace("role/checkout", "root");
  expect(isOrphaned(orphan, toAccount)).toBe(false);
});

it("finds those who were deleted in a policy, and nothing that only looks like them", () => {
  const id = "AIDAEXAMPLEDELETED000";
  const find = (...Statement: unknown[]) => findOrphans(JSON.stringify({ Version: "2012-10-17", Statement }));
  expect(find({ Sid: "a", Principal: "*" }, { Principal: { AWS: [id, "111122223333"] } })).toEqual([
    { ordinal: 1, sid: null, ids: [id], isForNobody: false },
  ]);
  expect(find({ Sid: "a", NotPrincipal: { AWS: id } })).toEqual([
    { ordinal: 0, sid: "a", ids: [id], isForNobody: false },
  ]);
  expect(findOrphans(`{"Statement":{"Sid":1,"Principal":{"AWS":"${id}"}}}`)).toEqual([
    { ordinal: 0, sid: null, ids: [id], isForNobody: true },
  ]);
  expect(find(null, id, { Sid: id, Condition: { StringEquals: { "aws:userid": id } } })).toEqual([]);
  for (const nothing of [null, "", "[]", "{}"]) expect(findOrphans(nothing)).toEqual([]);
});

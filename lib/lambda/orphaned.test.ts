import { expect, it } from "vitest";
import { isOrphaned } from "./orphaned";

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

import { expect, it } from "vitest";
import { driftOf, shownDrift, type Standing } from "./drift";

const granted =
  '{"Sid":"xa-1","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/checkout"},"Action":"lambda:InvokeFunction","Resource":"arn"}';
const policy = (statements: string, id = '"Id":"default",') =>
  `{"Version":"2012-10-17",${id}"Statement":[${statements}]}`;
const there: Standing = {
  hasFunction: true,
  hasTarget: true,
  isAnother: false,
  policy: policy(granted),
  found: granted,
  before: policy(granted),
};

it.each<[string, Partial<Standing>, string | null]>([
  ["as granted", {}, null],
  [
    "in another order, an array of one",
    { found: granted.replace('"Action":"lambda:InvokeFunction"', '"Action":["lambda:InvokeFunction"]') },
    null,
  ],
  ["removed", { found: null, policy: policy("") }, "missing"],
  ["removed with the whole policy", { found: null, policy: null }, "missing"],
  ["put whole by somebody", { found: null, policy: policy("", "") }, "replaced"],
  ["put whole with another ID", { found: null, policy: policy("", '"Id":"ours",') }, "replaced"],
  [
    "put whole, and it is not known what it was in",
    { found: null, policy: policy("", ""), before: null },
    "replaced",
  ],
  [
    "removed from what was put whole before it was granted",
    { found: null, policy: policy("", '"Id":"ours",'), before: policy(granted, ' "Id" : "ours", ') },
    "missing",
  ],
  [
    "removed as the last of what was put whole, and begun anew by AddPermission",
    { found: null, policy: policy(""), before: policy(granted, "") },
    "missing",
  ],
  ["put whole as something that is no document", { found: null, policy: "[]" }, "replaced"],
  ["another action", { found: granted.replace("InvokeFunction", "*") }, "altered"],
  ["another principal", { found: granted.replace("111122223333", "999900001111") }, "altered"],
  [
    "its role was deleted",
    { found: granted.replace("arn:aws:iam::111122223333:role/checkout", "AROAEXAMPLEDELETED000") },
    "principal_orphaned",
  ],
  [
    "its role was deleted, and somebody else was let in with it",
    {
      found: granted.replace(
        '"arn:aws:iam::111122223333:role/checkout"',
        '["AROAEXAMPLEDELETED000","arn:aws:iam::999900001111:root"]',
      ),
    },
    "altered",
  ],
  [
    "its role was deleted, and it was changed",
    {
      found: granted
        .replace("arn:aws:iam::111122223333:role/checkout", "AROAEXAMPLEDELETED000")
        .replace("InvokeFunction", "*"),
    },
    "altered",
  ],
  ["the alias is gone", { hasTarget: false, policy: null, found: null }, "alias_gone"],
  ["the function was made anew", { isAnother: true, policy: null, found: null }, "function_recreated"],
  ["made anew without the alias", { isAnother: true, hasTarget: false, found: null }, "alias_gone"],
  [
    "made anew, with another statement of its ID",
    { isAnother: true, found: granted.replace("InvokeFunction", "*") },
    "altered",
  ],
  ["made anew, with the statement of before", { isAnother: true }, "function_recreated"],
  ["made anew, and gone", { isAnother: true, hasFunction: false, found: null }, "function_gone"],
  [
    "the function is gone",
    { hasFunction: false, hasTarget: false, policy: null, found: null },
    "function_gone",
  ],
])("%s", (_name, changed, expected) => {
  expect(driftOf(granted, { ...there, ...changed })).toBe(expected);
});

it.each([
  ["missing", null, "missing"],
  ["missing", "RemovePermission20150331v2", "missing"],
  ["missing", "PutResourcePolicy", "replaced"],
  ["replaced", null, "replaced"],
  ["replaced", "RemovePermission20150331v2", "missing"],
  ["replaced", "DeleteResourcePolicy", "missing"],
  ["missing", "CreateFunction20150331", "function_recreated"],
  ["replaced", "CreateFunction20150331", "function_recreated"],
  ["altered", "PutResourcePolicy", "altered"],
  ["function_gone", "DeleteFunction20150331", "function_gone"],
])("%s, when %s was told of, is shown as %s", (drift, event, shown) => {
  expect(shownDrift(drift, event)).toBe(shown);
});

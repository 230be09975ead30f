import { expect, it } from "vitest";
import { resolveOwners } from "./owners";

const subject = {
  accountId: "123456789012",
  name: "payments-refund",
  tags: { owner: "Payments, petra@example.com" },
};
const override = (accountId: string | null, pattern: string, ...owners: string[]) => ({
  accountId,
  pattern,
  owners,
});

it.each([
  ["the tag", [], ["payments", "petra@example.com"], "tag"],
  ["an account's", [override("123456789012", "*", "a")], ["a"], "override"],
  ["another account's", [override("111122223333", "*", "a")], ["payments", "petra@example.com"], "tag"],
  [
    "a pattern's over an account's",
    [override("123456789012", "*", "a"), override(null, "payments-*", "b")],
    ["b"],
    "override",
  ],
  [
    "both over a pattern's",
    [override(null, "payments-*", "b"), override("123456789012", "payments-?efund", "c")],
    ["c"],
    "override",
  ],
])("owners: %s", (_name, overrides, owners, source) => {
  expect(resolveOwners(subject, overrides, "owner")).toEqual({ owners, source });
});

it("says when nobody does", () => {
  expect(resolveOwners({ ...subject, tags: {} }, [], "owner")).toEqual({ owners: [], source: "none" });
});

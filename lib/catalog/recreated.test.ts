import { expect, it } from "vitest";
import type { FunctionRead, TargetRead } from "./read-function";
import { isAnother } from "./recreated";

const readBefore = new Date("2026-11-01T10:00:00Z");
const later = new Date("2026-11-01T11:00:00Z");
const target = (qualifier: string, kind: TargetRead["kind"], revisionId: string | null): TargetRead => ({
  ...{ qualifier, kind, version: null, routing: null, description: "" },
  ...{ policy: revisionId && "{}", revisionId },
});
const read = (targets: TargetRead[], lastModified: Date | null = later): FunctionRead => ({
  ...{ accountId: "123456789012", region: "us-east-1", arn: "arn", name: "fn", description: "" },
  ...{ runtime: null, tags: {}, listed: null, readAt: later, lastModified, targets },
});
const before = [
  { qualifier: "", kind: "function", policyBytes: 0, revisionId: null },
  { qualifier: "1", kind: "version", policyBytes: 0, revisionId: null },
  { qualifier: "prod", kind: "alias", policyBytes: 300, revisionId: "a" },
];

it.each<[string, TargetRead[], Date | null, boolean]>([
  ["nothing of it is left", [target("", "function", null)], later, true],
  [
    "an alias of the name, on a new version, with a policy of its own",
    [target("", "function", null), target("2", "version", null), target("prod", "alias", "b")],
    later,
    true,
  ],
  ["it was not changed since", [target("", "function", null)], new Date("2026-10-01T10:00:00Z"), false],
  ["when it was changed is not known", [target("", "function", null)], null, false],
  ["a version is left", [target("1", "version", null)], later, false],
  [
    "its versions were cleaned up, and the alias kept its policy",
    [target("2", "version", null), target("prod", "alias", "a")],
    later,
    false,
  ],
])("%s", (_name, targets, lastModified, expected) => {
  expect(isAnother(read(targets, lastModified), before, readBefore)).toBe(expected);
});

it("can't be told of one that had no version, alias or policy", () => {
  const bare = { qualifier: "", kind: "function", policyBytes: 300, revisionId: "a" };
  expect(isAnother(read([target("", "function", null)]), [bare], readBefore)).toBe(false);
  const unused = before.map((one) => ({ ...one, policyBytes: 0, revisionId: null }));
  expect(isAnother(read([target("", "function", null)]), unused, readBefore)).toBe(false);
});

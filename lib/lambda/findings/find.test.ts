import { describe, expect, it } from "vitest";
import { readDocument } from "../policy";
import { functionFindings } from "./find";
import type { FoundTarget } from "./types";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:f";
const owner = {
  partition: "aws",
  region: "us-east-1",
  accountId: "123456789012",
  functionName: "f",
  qualifier: "",
};
const organizations: Record<string, string | null> = {
  "123456789012": "o-a1b2c3d4e5",
  "111122223333": "o-a1b2c3d4e5",
  "777788889999": null,
};

const allow = (principal: unknown, more: object = {}) => ({
  Sid: "s",
  Effect: "Allow",
  Principal: principal,
  Action: "lambda:InvokeFunction",
  Resource: arn,
  ...more,
});
const account = (id: string) => ({ AWS: `arn:aws:iam::${id}:root` });
const role = { AWS: "arn:aws:iam::111122223333:role/checkout" };
const service = { Service: "s3.amazonaws.com" };

function target(statements: unknown[], over: Partial<FoundTarget> = {}): FoundTarget {
  const policy = readDocument({ Version: "2012-10-17", Statement: statements });
  return { qualifier: "", kind: "function", version: null, policy, ...over };
}
const alias = (statements: unknown[], version = "2") =>
  target(statements, { qualifier: "prod", kind: "alias", version });
const version = (statements: unknown[]) =>
  target(statements, { qualifier: "2", kind: "version", version: "2" });

const codes = (...targets: FoundTarget[]) =>
  functionFindings({ owner, targets, organizationOf: (id) => organizations[id] }).map(({ code }) => code);

describe("findings of a statement", () => {
  it.each<[string, unknown, string[]]>([
    ["one role of the organization", allow(role), []],
    ["everybody", allow("*"), ["public"]],
    [
      "everybody, from an address",
      allow("*", { Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      ["public-by-condition"],
    ],
    [
      "everybody of the organization",
      allow("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
      [],
    ],
    ["a whole account", allow(account("111122223333")), ["whole-account"]],
    ["its own account", allow(account("123456789012")), []],
    ["an account outside", allow(account("777788889999")), ["outside-organization", "whole-account"]],
    ["an account nobody knows", allow(account("999900001111")), ["outside-organization", "whole-account"]],
    ["all actions", allow(role, { Action: "lambda:*" }), ["all-actions"]],
    ["new code", allow(role, { Action: ["lambda:UpdateFunctionCode"] }), ["changes-code"]],
    [
      "all but one action",
      allow(role, { Action: undefined, NotAction: "lambda:GetFunction" }),
      ["all-actions"],
    ],
    ["a service for anybody", allow(service), ["confused-deputy"]],
    [
      "a service for one bucket",
      allow(service, { Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:s3:::b" } } }),
      [],
    ],
    ["a deleted role", allow({ AWS: "AROAEXAMPLEDELETED000" }), ["orphan"]],
    ["a Deny of everybody", { ...allow("*"), Effect: "Deny" }, []],
    ["what can't be read", { ...allow(role), Effect: "Permit" }, ["unreadable"]],
    [
      "a URL without its second half",
      allow("*", {
        Action: "lambda:InvokeFunctionUrl",
        Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
      }),
      ["public-by-condition", "half-url"],
    ],
  ])("%s", (_name, statement, expected) => {
    expect(codes(target([statement])).toSorted()).toEqual(expected.toSorted());
  });
});

describe("findings of targets", () => {
  it("a URL with both halves is none", () => {
    const url = allow(role, {
      Action: "lambda:InvokeFunctionUrl",
      Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } },
    });
    const via = allow(role, { Condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } } });
    expect(codes(target([url, via]))).toEqual([]);
    expect(codes(target([via]))).toEqual(["half-url"]);
  });

  it("an unqualified grant is one only beside an alias", () => {
    expect(codes(target([allow(role)]))).toEqual([]);
    expect(codes(target([allow(role)]), alias([]))).toEqual(["unqualified-beside-aliases"]);
  });

  it("an alias and its version that let in others", () => {
    const other = allow({ AWS: "arn:aws:iam::111122223333:role/other" });
    expect(codes(alias([allow(role)]), version([allow(role)]))).toEqual([]);
    expect(codes(alias([allow(role)]), version([other]))).toEqual(["alias-version-drift"]);
    expect(codes(alias([allow(role)], "1"), version([other]))).toEqual([]);
  });

  it("a policy near its limit says how full it is", () => {
    const { policy } = target([allow(role)]);
    const full = (bytes: number) =>
      functionFindings({
        owner,
        targets: [target([], { policy: { ...policy, bytes } })],
        organizationOf: () => null,
      });
    expect(full(16_000)).toEqual([]);
    expect(full(16_500)).toMatchObject([
      { code: "near-limit", level: "warning", title: "The policy is 80 % full" },
    ]);
    expect(full(20_000)).toMatchObject([{ level: "danger" }]);
  });

  it("and which statements nobody would miss", () => {
    const { policy } = target([allow(role), allow(role, { Sid: "twin" })]);
    const [found] = functionFindings({
      ...{ owner, organizationOf: () => null },
      targets: [target([], { policy: { ...policy, bytes: 16_500 } })],
    });
    expect(found?.wayOut).toMatch(/^Nobody would miss: twin \(s allows the same, \d+ bytes\)\.$/);
  });

  it("each says what it means, who is exposed and the way out, the gravest first", () => {
    const found = functionFindings({
      owner,
      targets: [target([allow(account("777788889999")), allow("*", { Sid: "open" })])],
      organizationOf: (id) => organizations[id],
    });
    expect(found[0]).toMatchObject({ code: "public", sid: "open", ordinal: 1, exposed: "Everybody" });
    for (const one of found)
      expect([one.detail, one.exposed, one.wayOut].every((text) => text.length > 5)).toBe(true);
  });
});

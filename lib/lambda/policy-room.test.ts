import fc from "fast-check";
import { describe, expect, it } from "vitest";
import cases from "./cases/room.json";
import { evaluate } from "./evaluate";
import { addStatement, policyLimitBytes, readPolicy } from "./policy";
import { policyRoom, type RoomFacts } from "./policy-room";
import { fullWords, nearlyFullWords } from "./room-words";
import type { RenderedStatement } from "./statement";
import type { Principal } from "./types";

const resource = "arn:aws:lambda:us-east-1:123456789012:function:my-function:prod";
const organizations: Record<string, string> = {
  "111122223333": "o-a1b2c3d4e5",
  "123456789012": "o-a1b2c3d4e5",
};
const facts: RoomFacts = { ownerAccountId: "123456789012", organizationOf: (id) => organizations[id] };
const added: RenderedStatement = {
  Sid: "xa-new",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::999900001111:root" },
  Action: "lambda:InvokeFunction",
  Resource: resource,
};

type Element = Record<string, unknown>;
const elements: Record<string, Element> = cases.statements;
/** A statement of the cases, under an ID: what it says over what all of them say. */
function statementOf(name: string, sid: string): Element {
  const whole = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: resource, ...elements[name] };
  return Object.fromEntries(Object.entries({ Sid: sid, ...whole }).filter(([, value]) => value !== null));
}
const policyOf = (statements: Element[]) =>
  JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements });

describe("what nobody would miss", () => {
  const rows = cases.cases as [string[], string[][]][]; // each row of the file is such a pair
  it.each(rows)("%j: %j", (names, expected) => {
    const endedSids: string[] = [];
    const statements = names.map((text, index) => {
      const name = text.replace(/^ended:/, "");
      if (name !== text) endedSids.push(name);
      return statementOf(name, names.indexOf(text) === index ? name : `${name}.2`);
    });
    const { free } = policyRoom(policyOf(statements), added, { ...facts, endedSids });
    const told = free.map(({ name, cause, by }) => [name, cause, ...(by ? [by] : [])]);
    expect(told.toSorted()).toEqual(expected.toSorted());
  });
});

const anyElements = fc.array(
  fc.record({ name: fc.constantFrom(...Object.keys(elements)), pad: fc.nat({ max: 90 }) }),
  { maxLength: 160 },
);
const withSids = (list: { name: string; pad: number }[]) =>
  list.map(({ name, pad }, index) => statementOf(name, `${index}${"x".repeat(pad)}`));

const roleOf = (accountId: string, name: string): Principal => ({
  ...{ kind: "role", accountId, name },
  text: `arn:aws:iam::${accountId}:role/${name}`,
});
const callers: Principal[] = [
  ...["checkout", "orders", "another"].map((name) => roleOf("111122223333", name)),
  roleOf("123456789012", "settlement"),
  { kind: "account", text: "111122223333", accountId: "111122223333" },
  { kind: "account", text: "444455556666", accountId: "444455556666" },
  { kind: "service", text: "sns.amazonaws.com" },
  { kind: "anyone", text: "*" },
];
const decisions = (policy: string) =>
  callers.flatMap((caller) =>
    ["lambda:InvokeFunction", "lambda:GetFunction", "lambda:GetX", "lambda:DeleteFunction"].flatMap(
      (action) =>
        [undefined, { policies: [] }].map((identity) => {
          const organizationId = "accountId" in caller ? organizations[caller.accountId] : undefined;
          const functionPolicy = readPolicy(policy);
          return evaluate({ caller, action, resource, functionPolicy, identity, organizationId }).decision;
        }),
    ),
  );
const without = (statements: Element[], gone: { ordinal: number }[]) =>
  policyOf(statements.filter((_one, index) => !gone.some(({ ordinal }) => ordinal === index)));

describe("whatever the policy holds", () => {
  it("once what must go has gone, the statement fits; and no more is named than is needed", () => {
    fc.assert(
      fc.property(anyElements, fc.nat({ max: 3000 }), (list, comingBytes) => {
        const statements = withSids(list);
        const { over, mustGo } = policyRoom(policyOf(statements), added, { ...facts, comingBytes });
        const limit = policyLimitBytes - comingBytes;
        const bytesWithout = (gone: typeof mustGo) => addStatement(without(statements, gone), added).bytes;
        expect(bytesWithout([])).toBeLessThanOrEqual(limit + over);
        expect(bytesWithout(mustGo)).toBeLessThanOrEqual(limit);
        if (over > 0) expect(bytesWithout(mustGo.slice(0, -1))).toBeGreaterThan(limit);
        else expect(mustGo).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("once what nobody would miss has gone, every call is decided as before", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(elements)), { maxLength: 8 }), (names) => {
        const statements = withSids(names.map((name) => ({ name, pad: 0 })));
        const { free } = policyRoom(policyOf(statements), added, facts);
        expect(decisions(without(statements, free))).toEqual(decisions(policyOf(statements)));
      }),
      { numRuns: 400 },
    );
  });

  it("what denies is the last to go", () => {
    const statements = [
      statementOf("denied", "deny".repeat(20)),
      ...Array.from({ length: 90 }, (_one, index) => ({
        ...statementOf("topic", `topic-${index}`),
        Condition: { ArnLike: { "AWS:SourceArn": `arn:aws:sns:us-east-1:123456789012:orders-${index}` } },
      })),
    ];
    const { over, mustGo } = policyRoom(policyOf(statements), added, facts);
    expect(over).toBeGreaterThan(0);
    expect(mustGo.map(({ ordinal }) => ordinal)).not.toContain(0);
  });
});

describe("in words", () => {
  const room = { bytes: 20_600, over: 120, free: [], largest: null, mustGo: [] };
  const one = (name: string, more: object = {}) => ({
    ...{ ordinal: 0, name, bytes: 1234, cause: "large" as const },
    ...more,
  });
  it("names what can go, with its bytes and why", () => {
    const free = [one("old", { cause: "deleted" }), one("twin", { cause: "duplicate", by: "wide" })];
    expect(fullWords({ ...room, free, mustGo: free.slice(0, 1) })).toBe(
      "AWS would refuse it: 120 bytes too many. These can go and nobody misses them: old (names a deleted role or user, 1,234 bytes), twin (wide allows the same, 1,234 bytes).",
    );
    expect(fullWords({ ...room, mustGo: [one("big")] })).toBe(
      "AWS would refuse it: 120 bytes too many. The largest would have to go, and whoever uses it loses access: big (1,234 bytes).",
    );
  });

  it("names only so many", () => {
    const many = Array.from({ length: 9 }, (_one, index) => one(`s${index}`));
    expect(fullWords({ ...room, mustGo: many })).toMatch(/s5 \(1,234 bytes\), and 3 more\.$/);
    expect(nearlyFullWords({ ...room, largest: one("big") })).toContain("The largest is big (1,234 bytes).");
  });
});

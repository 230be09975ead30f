import fc from "fast-check";
import { describe, expect, it } from "vitest";
import file from "./cases/evaluate.json";
import { evaluate } from "./evaluate";
import { isReadable, readPolicy } from "./policy";
import { parsePrincipal } from "./principal";
import type { Caller } from "./caller";

type Name = keyof typeof file.statements;
type Case = [
  name: string,
  statements: Name[],
  caller: string,
  suffix: string,
  context: Record<string, string | string[] | null>,
  decision: string,
];

const { resource } = file;
const names = Object.keys(file.statements) as Name[]; // its own keys

function policyOf(list: Name[]): string | null {
  if (list.length === 0) return null;
  const Statement = list.map((name) => file.statements[name]);
  return JSON.stringify({ Version: "2012-10-17", Statement }).replaceAll(
    /"F(:[^"]*|\*)?"/g,
    (_all, rest: string | undefined) => JSON.stringify(resource + (rest ?? "")),
  );
}

function principal(text: string): Caller {
  const read = parsePrincipal(text);
  if (!read.ok) throw new Error(read.sentence);
  return read.value;
}

const decide = (list: Name[], caller: string, suffix: string, context: Case[4]) =>
  evaluate({
    caller: principal(caller),
    action: "lambda:InvokeFunction",
    resource: resource + suffix,
    functionPolicy: readPolicy(policyOf(list)),
    context: Object.keys(context).length > 0 ? context : undefined,
  });

describe("evaluate", () => {
  it.each(file.cases as Case[])("%s", (_name, statements, caller, suffix, context, decision) => {
    expect(decide(statements, caller, suffix, context).decision).toBe(decision);
  });

  it("names the statements that decided", () => {
    const { reasons } = decide(["account", "role"], "arn:aws:iam::111122223333:role/checkout", "", {});
    expect(reasons().map(({ ordinal, effect }) => [ordinal, effect])).toEqual([
      [0, "Allow"],
      [1, "Allow"],
    ]);
  });
});

const rank = { denied: 0, unknown: 1, allowed: 2 };
const statements = fc.array(fc.constantFrom(...names), { maxLength: 5 });
const callers = fc.constantFrom(
  "111122223333",
  "arn:aws:iam::111122223333:role/checkout",
  "444455556666",
  "s3.amazonaws.com",
);
const suffixes = fc.constantFrom("", ":prod", ":1");
const contexts = fc.constantFrom<Case[4]>(
  {},
  { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
  { "aws:PrincipalOrgID": [] },
  { "aws:SourceIp": "10.0.0.1" },
);
const denies = names.filter(
  (name) => "Effect" in file.statements[name] && file.statements[name].Effect === "Deny",
);
const allows = names.filter(
  (name) => "Effect" in file.statements[name] && file.statements[name].Effect === "Allow",
);

describe("whatever the policy", () => {
  const holds = (check: (list: Name[], caller: string, suffix: string, context: Case[4]) => void) =>
    fc.assert(fc.property(statements, callers, suffixes, contexts, check), { numRuns: 400 });

  it("a further Deny never allows more", () =>
    holds((list, caller, suffix, context) => {
      for (const deny of denies) {
        expect(rank[decide([...list, deny], caller, suffix, context).decision]).toBeLessThanOrEqual(
          rank[decide(list, caller, suffix, context).decision],
        );
      }
    }));

  it("a further Allow never allows less", () =>
    holds((list, caller, suffix, context) => {
      for (const allow of allows) {
        expect(rank[decide([...list, allow], caller, suffix, context).decision]).toBeGreaterThanOrEqual(
          rank[decide(list, caller, suffix, context).decision],
        );
      }
    }));

  it("order never matters", () =>
    holds((list, caller, suffix, context) => {
      expect(decide(list.toReversed(), caller, suffix, context).decision).toBe(
        decide(list, caller, suffix, context).decision,
      );
    }));

  it("what was read, written and read again is the same", () =>
    holds((list) => {
      const first = readPolicy(policyOf(list)).statements;
      const text = JSON.stringify({
        Version: "2012-10-17",
        Statement: first.map((one) => JSON.parse(one.document) as unknown),
      });
      expect(readPolicy(text).statements).toEqual(first);
      expect(first.every((one) => isReadable(one) || one.unreadable !== "")).toBe(true);
    }));

  it("a qualified statement never affects the unqualified function", () =>
    holds((list, caller, _suffix, context) => {
      expect(decide([...list, "accountProd"], caller, "", context).decision).toBe(
        decide(list, caller, "", context).decision,
      );
    }));
});

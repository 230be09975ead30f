import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addPermissionLine } from "./add-permission-line";
import { describeGrant, phrasesText } from "./describe";
import { handOff } from "./handoff";
import { addStatement, findStatement, policyLimitBytes, readPolicy } from "./policy";
import { policyDiff } from "./policy-diff";
import { parsePrincipal } from "./principal";
import { statementReach } from "./reach";
import { requestFindings } from "./request-findings";
import {
  addPermissionFields,
  renderStatement,
  sameStatement,
  statementBytes,
  statementIdFor,
  statementText,
} from "./statement";
import type { Statement, StatementInput } from "./types";

const target = {
  partition: "aws",
  region: "us-east-1",
  accountId: "123456789012",
  functionName: "my-function",
  qualifier: "prod",
};

function inputFor(principal: string, overrides: Partial<StatementInput> = {}): StatementInput {
  const read = parsePrincipal(principal);
  if (!read.ok) throw new Error(read.sentence);
  return {
    statementId: "xaccount",
    target,
    action: "lambda:InvokeFunction",
    principal: read.value,
    ...overrides,
  };
}

const account = inputFor("111122223333");
const resource = "arn:aws:lambda:us-east-1:123456789012:function:my-function:prod";

describe("the statement", () => {
  it("is the one AWS returns for an account", () => {
    expect(statementText(renderStatement(account))).toBe(
      `{"Sid":"xaccount","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"lambda:InvokeFunction","Resource":"${resource}"}`,
    );
  });

  it("holds an organization by its condition", () => {
    const organization = inputFor("o-a1b2c3d4e5");
    expect(renderStatement(organization)).toMatchObject({
      Principal: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    });
    expect(addPermissionFields(organization)).toMatchObject({
      Principal: "*",
      PrincipalOrgID: "o-a1b2c3d4e5",
    });
  });

  it("knows other partitions", () => {
    const china = inputFor("111122223333", {
      target: { ...target, partition: "aws-cn", region: "cn-north-1" },
    });
    expect(renderStatement(china)).toMatchObject({ Principal: { AWS: "arn:aws-cn:iam::111122223333:root" } });
  });

  it("comes from this line", () => {
    expect(addPermissionLine(account, { region: "us-east-1" })).toBe(
      "aws lambda add-permission --function-name my-function --qualifier prod --statement-id xaccount --action lambda:InvokeFunction --principal 111122223333 --region us-east-1",
    );
    expect(addPermissionLine({ ...account, action: "lambda:*" }, { region: "us-east-1" })).toContain(
      "--action 'lambda:*'",
    );
  });

  it("is the same whatever the order of its keys", () => {
    const { Sid, Effect, ...rest } = renderStatement(account);
    expect(
      sameStatement(JSON.stringify({ ...rest, Effect, Sid }), statementText(renderStatement(account))),
    ).toBe(true);
    expect(
      sameStatement(
        JSON.stringify({ ...rest, Effect, Sid, Action: ["lambda:InvokeFunction"] }),
        statementText(renderStatement(account)),
      ),
    ).toBe(true);
    expect(
      sameStatement(
        JSON.stringify({ ...rest, Effect, Sid, Resource: "*" }),
        statementText(renderStatement(account)),
      ),
    ).toBe(false);
    expect(sameStatement("not json", "not json")).toBe(true);
  });

  it("has an ID of its grant's own", () => {
    const ids = Array.from({ length: 1000 }, () => statementIdFor(randomUUID()));
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^xa-[0-9a-hjkmnp-tv-z]{26}$/);
    expect(() => statementIdFor("no uuid")).toThrow("Not a UUID");
  });
});

describe("a policy", () => {
  it("is found again in what was added, and its bytes are those of UTF-8", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 12 }), { maxLength: 4 }), (texts) => {
        const before =
          texts.length === 0
            ? null
            : JSON.stringify({ Version: "2012-10-17", Statement: texts.map((Sid) => ({ Sid })) });
        const after = addStatement(before, renderStatement(account));
        expect(after.bytes).toBe(Buffer.byteLength(after.text));
        expect(readPolicy(after.text).statements).toHaveLength(texts.length + 1);
        expect(
          sameStatement(findStatement(after.text, "xaccount") ?? "", statementText(renderStatement(account))),
        ).toBe(true);
      }),
    );
  });

  it.each([
    "",
    "null",
    "[]",
    "{",
    '{"Statement":3}',
    '{"Statement":[null]}',
    '{"Statement":[{"Effect":"Allow"}]}',
    '{"Statement":[{"Effect":"Allow","Principal":"*","NotPrincipal":"*","Action":"x","Resource":"*"}]}',
  ])("says what it can't read: %s", (text) => {
    const { statements } = readPolicy(text);
    expect(statements).toHaveLength(1);
    expect(statements[0]).toHaveProperty("unreadable");
  });

  it("is shown as what changes", () => {
    const after = addStatement(null, renderStatement(account)).text;
    expect(policyDiff(null, after).every((line) => line.kind === "added")).toBe(true);
    const { text } = addStatement(after, renderStatement({ ...account, statementId: "second" }));
    const lines = policyDiff(after, text);
    expect(lines.some((line) => line.kind === "added" && line.text.includes("second"))).toBe(true);
    expect(policyDiff(after, after).filter((line) => line.kind !== "same")).toEqual([]);
  });

  it("grows by the bytes announced", () => {
    const before = addStatement(null, renderStatement(account));
    const after = addStatement(before.text, renderStatement({ ...account, statementId: "b" }));
    expect(after.bytes - before.bytes).toBe(
      statementBytes(renderStatement({ ...account, statementId: "b" })),
    );
  });
});

describe("words", () => {
  it("say what it allows and what it does not reach", () => {
    expect(phrasesText(describeGrant({ input: account, aliasVersion: "1", untilText: "21 Feb 2027" }))).toBe(
      "Any identity in account 111122223333 that its administrators permit may invoke my-function through the alias prod, now version 1, until 21 Feb 2027. It does not reach other aliases, versions, or my-function without a qualifier.",
    );
  });

  it("say when it has no end", () => {
    expect(phrasesText(describeGrant({ input: account, untilText: null }))).toContain(", without an end.");
    expect(phrasesText(describeGrant({ input: account }))).not.toMatch(/until|end/);
  });

  it("hand off what the grantee needs", () => {
    const { qualifiedArn, identityPolicy, invokeLine, dryRunLine, endSentence } = handOff(
      account,
      "21 Feb 2027",
    );
    expect(endSentence).toContain("until 21 Feb 2027");
    expect(handOff(account, null).endSentence).toContain("without an end");
    expect(qualifiedArn).toBe(resource);
    expect(JSON.parse(identityPolicy)).toMatchObject({
      Statement: [{ Action: "lambda:InvokeFunction", Resource: resource }],
    });
    expect(invokeLine).toContain(`--function-name ${resource}`);
    expect(dryRunLine).toContain("--invocation-type DryRun");
  });
});

const codes = (
  input: StatementInput,
  policy: string | null = null,
  rest: Partial<Parameters<typeof requestFindings>[0]> = {},
) =>
  requestFindings({
    input,
    policy,
    aliases: ["prod"],
    ownerOrganizationId: "o-a1b2c3d4e5",
    granteeOrganizationId: "o-a1b2c3d4e5",
    ...rest,
  }).map(({ code }) => code);

describe("findings", () => {
  const granted = addStatement(null, renderStatement(account)).text;
  const full = JSON.stringify({ Statement: [{ Sid: "x".repeat(policyLimitBytes - 100) }] });
  const orphaned = JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "AROAEXAMPLEEXAMPLE12" },
        Action: "lambda:InvokeFunction",
        Resource: resource,
      },
    ],
  });
  it.each([
    ["a role", codes(inputFor("arn:aws:iam::111122223333:role/checkout")), []],
    ["a whole account", codes(account), ["whole-account"]],
    [
      "a role without an end",
      codes(inputFor("arn:aws:iam::111122223333:role/checkout"), null, { permanent: true }),
      ["no-end"],
    ],
    ["an organization", codes(inputFor("o-a1b2c3d4e5")), ["organization"]],
    ["another organization", codes(inputFor("o-zzzzzzzzzz")), ["organization", "other-organization"]],
    ["everything", codes({ ...account, action: "lambda:*" }), ["all-actions", "whole-account"]],
    [
      "new code",
      codes({ ...account, action: "lambda:UpdateFunctionCode" }),
      ["changes-function", "whole-account"],
    ],
    [
      "no qualifier",
      codes({ ...account, target: { ...target, qualifier: "" } }),
      ["whole-account", "unqualified"],
    ],
    [
      "a stranger",
      codes(account, null, { granteeOrganizationId: null }),
      ["other-organization", "whole-account"],
    ],
    [
      "one not known",
      codes(account, null, { granteeOrganizationId: undefined }),
      ["unknown-account", "whole-account"],
    ],
    ["again", codes(account, granted), ["whole-account", "already-granted"]],
    ["its own account", codes(inputFor("arn:aws:iam::123456789012:role/settlement")), ["own-account"]],
    [
      "a full policy",
      codes(inputFor("arn:aws:iam::111122223333:role/checkout"), full),
      ["policy-full", "unreadable"],
    ],
    ["an orphan", codes(inputFor("arn:aws:iam::111122223333:role/checkout"), orphaned), ["orphan-blocks"]],
  ])("%s", (_name, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe("reach", () => {
  const reach = (element: object) => {
    const [statement] = readPolicy(
      JSON.stringify({
        Statement: { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: resource, ...element },
      }),
    ).statements;
    return statementReach(statement as Statement, target); // written readable above
  };
  it.each([
    ["public", { Principal: "*" }, "public", false],
    [
      "public through a URL",
      { Principal: "*", Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } } },
      "public",
      true,
    ],
    [
      "an organization",
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } },
      "organization",
      false,
    ],
    ["an account", { Principal: { AWS: "111122223333" } }, "whole_account", false],
    ["its own account", { Principal: { AWS: "123456789012" } }, "own_account", false],
    ["a role", { Principal: { AWS: "arn:aws:iam::111122223333:role/checkout" } }, "named_role", false],
    [
      "the wider of two",
      { Principal: { AWS: ["arn:aws:iam::111122223333:role/checkout", "444455556666"] } },
      "whole_account",
      false,
    ],
    [
      "a service for its own account",
      {
        Principal: { Service: "s3.amazonaws.com" },
        Condition: { StringEquals: { "AWS:SourceAccount": "123456789012" } },
      },
      "own_account",
      true,
    ],
    [
      "a service for another's topic",
      {
        Principal: { Service: "sns.amazonaws.com" },
        Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:sns:us-east-1:111122223333:orders" } },
      },
      "whole_account",
      true,
    ],
    ["a deleted role", { Principal: { AWS: "AROAEXAMPLEEXAMPLE12" } }, "private", false],
    ["a Deny", { Effect: "Deny", Principal: "*" }, "private", false],
    ["everybody but one", { NotPrincipal: { AWS: "111122223333" } }, "public", false],
  ])("%s", (_name, element, exposure, conditional) => {
    expect(reach(element)).toEqual({ exposure, conditional });
  });
});

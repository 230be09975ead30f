import { describe, expect, it } from "vitest";
import { grantableActions, parseAction } from "./actions";
import { formatFunctionArn, parseFunctionArn, parseQualifier } from "./arn";
import cases from "./cases/typed.json";
import { parseGrantee } from "./principal";
import type { Parsed } from "./types";

/** "ok", or a part of the sentence. */
function check(read: Parsed<unknown>, expected: string): void {
  if (expected === "ok") expect(read).toMatchObject({ ok: true });
  else expect(read).toMatchObject({ ok: false, sentence: expect.stringContaining(expected) as string });
}

const rows = (list: string[][]) => list.map(([text = "", expected = ""]) => [text, expected] as const);

describe("what people type", () => {
  it.each(rows(cases.functionArns))("function ARN %j: %s", (text, expected) =>
    check(parseFunctionArn(text), expected),
  );
  it.each(rows(cases.qualifiers))("qualifier %j: %s", (text, expected) =>
    check(parseQualifier(text), expected),
  );
  it.each(rows(cases.grantees))("grantee %j: %s", (text, expected) => check(parseGrantee(text), expected));
  it.each(rows(cases.actions))("action %j: %s", (text, expected) => check(parseAction(text), expected));

  it("writes an ARN as it was read", () => {
    for (const [text, expected] of rows(cases.functionArns)) {
      const read = parseFunctionArn(text);
      if (expected === "ok" && read.ok) expect(formatFunctionArn(read.value)).toBe(text);
    }
  });

  it("knows AWS's closed list, and lambda:*", () => {
    expect(grantableActions).toHaveLength(30);
    expect(grantableActions.filter((one) => one.takesQualifier && one.action !== "lambda:*")).toHaveLength(
      12,
    );
  });
});

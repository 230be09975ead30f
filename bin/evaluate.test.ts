import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";

const resource = "arn:aws:lambda:us-east-1:123456789012:function:f";
const allow = { Effect: "Allow", Principal: "*", Action: "lambda:InvokeFunction", Resource: resource };
const question = (id: unknown) => ({
  id,
  action: "lambda:InvokeFunction",
  resource,
  principal: "s3.amazonaws.com",
  functionPolicy: { Version: "2012-10-17", Statement: [allow] },
});

async function evaluateLines(input: string): Promise<{ lines: unknown[]; code: unknown }> {
  const child = spawn(process.execPath, ["bin/xaccount.mjs", "evaluate"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.end(input);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit") as Promise<unknown[]>]);
  return {
    lines: output
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line)),
    code,
  };
}

it("answers a line each, in order, and goes on after a broken one", async () => {
  const many = Array.from({ length: 3000 }, (_none, id) => JSON.stringify(question(id)));
  const { lines, code } = await evaluateLines(
    [...many.slice(0, 2), "{", "", '{"id":"x"}', ...many.slice(2)].join("\n"),
  );
  expect(lines).toHaveLength(3002);
  expect(lines[1]).toMatchObject({ id: 1, decision: "allowed", explicitDeny: false });
  expect(lines[2]).toEqual({ line: 3, error: "This line is not JSON." });
  expect(lines[3]).toMatchObject({ id: "x", line: 5, error: expect.stringContaining("action") as unknown });
  expect(lines.at(-1)).toMatchObject({ id: 2999, reasons: [{ policy: "function", effect: "Allow" }] });
  expect(code).toBe(1);
});

it("ends well when every line could be read", async () => {
  expect((await evaluateLines(`${JSON.stringify(question(null))}\r\n`)).code).toBe(0);
});

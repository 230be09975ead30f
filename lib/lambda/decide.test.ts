import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { evaluate } from "./evaluate";
import { readQuestion } from "./read-question";

const folder = path.join(import.meta.dirname, "cases/decide");
const question = z.record(z.string(), z.unknown());
/** A file of cases. `defaults` are what its cases have in common; a null in a case takes one away. */
const shape = z.object({
  page: z.url().optional(),
  defaults: question.default({}),
  cases: z.array(
    z
      .object({
        name: z.string(),
        /** The AWS page that the case follows; the file's when it says none. */
        page: z.url().optional(),
        decision: z.enum(["allowed", "denied", "unknown"]),
        explicitDeny: z.boolean().default(false),
      })
      .catchall(z.unknown()),
  ),
});

const files = readdirSync(folder).map((name) => ({
  name,
  ...shape.parse(JSON.parse(readFileSync(path.join(folder, name), "utf8"))),
}));

it("has at least 300 cases, each with the AWS page it follows", () => {
  const cases = files.flatMap((file) => file.cases.map((one) => ({ ...one, page: one.page ?? file.page })));
  expect(cases.length).toBeGreaterThanOrEqual(300);
  expect(cases.filter((one) => !one.page?.startsWith("https://docs.aws.amazon.com/"))).toEqual([]);
});

for (const { name: file, defaults, cases } of files) {
  describe(file, () => {
    it.each(cases)("$name", ({ name: _name, page: _page, decision, explicitDeny, ...own }) => {
      const merged = Object.entries({ ...defaults, ...own }).filter(([, value]) => value !== null);
      const read = readQuestion(Object.fromEntries(merged));
      if (!read.ok) throw new Error(read.sentence);
      const answer = evaluate(read.value);
      expect({ decision: answer.decision, explicitDeny: answer.explicitDeny }).toEqual({
        decision,
        explicitDeny,
      });
    });
  });
}

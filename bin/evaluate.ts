// npx xaccount evaluate: cases in, decisions out, a line of JSON each.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { evaluate } from "@/lib/lambda/evaluate";
import { readQuestion } from "@/lib/lambda/read-question";

/** The answer to one line. @param line its number, counting from 1 */
function answer(text: string, line: number): { ok: boolean; value: object } {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return { ok: false, value: { line, error: "This line is not JSON." } };
  }
  const id = typeof written === "object" && written !== null && "id" in written ? { id: written.id } : {};
  const question = readQuestion(written);
  if (!question.ok) return { ok: false, value: { ...id, line, error: question.sentence } };
  const { decision, explicitDeny, reasons } = evaluate(question.value);
  return { ok: true, value: { ...id, decision, explicitDeny, reasons: reasons() } };
}

let broken = 0;
let line = 0;
process.stdout.on("error", () => process.exit(1)); // whoever read it has gone
for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  line += 1;
  if (text.trim() === "") continue;
  const { ok, value } = answer(text, line);
  if (!ok) broken += 1;
  if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, "drain");
}
if (broken > 0) {
  console.error(`${broken} of ${line} lines could not be read; each has an error in the output.`);
  process.exitCode = 1;
}

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { GetPolicyCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/list";
import { db } from "@/lib/db/client";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { submitRequest } from "@/lib/requests/submit";
import { makePerson } from "@/tests/people";
import { isAddPermission, startWire, type Wire } from "@/tests/wire";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";

const database = withDatabase();
const sandbox = withSandbox();
const processes = 4;
let wire: Wire;
let added = 0;

beforeAll(async () => {
  wire = await startWire(process.env.AWS_ENDPOINT_URL ?? "", (passing) => {
    if (isAddPermission(passing)) added += 1;
  });
  await connectEstate();
  await syncNow("123456789012");
});
afterAll(() => wire.stop());

async function run(script: string, env: Record<string, string>): Promise<string> {
  const child = spawn(
    process.execPath,
    ["node_modules/tsx/dist/cli.mjs", "--tsconfig", path.resolve("tsconfig.json"), script],
    { env: { ...process.env, DATABASE_URL: database.url(), ...env }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return output;
}

it("64 approvals at once over 4 processes, and 4 workers: one is made, one call is on the wire", async () => {
  const casey = await makePerson("Casey", ["checkout"]);
  await makePerson("Petra", ["payments"]);
  const { id: functionId } = await db().function.findFirstOrThrow({ where: { name: "my-function" } });
  const requestId = await submitRequest(casey, {
    ...{ functionId, qualifier: "prod", action: "lambda:InvokeFunction", principal: "111122223333" },
    ...{ durationDays: "1", reason: "To see who is faster.", draftId: randomUUID() },
  });
  const { hash } = await analyseRequest(await getRequest(requestId));
  const env = {
    REQUEST_ID: String(requestId),
    HASH: hash,
    AT_ONCE: "16",
    AWS_ENDPOINT_URL: wire.url,
  };
  const outputs = await Promise.all(
    Array.from({ length: processes }, () => run("tests/crash/approver.ts", env)),
  );
  const answers = outputs.flatMap(
    (output) => JSON.parse(output.trim().split("\n").at(-1) ?? "[]") as string[],
  );
  expect(answers).toHaveLength(64);
  expect(answers.filter((one) => one === "approved")).toHaveLength(1);
  expect(answers.filter((one) => one === "Conflict")).toHaveLength(63);

  await Promise.all(Array.from({ length: processes }, () => run("tests/crash/worker.ts", env)));
  const grants = await db().grant.findMany({ where: { requestId } });
  expect(grants).toMatchObject([{ state: "active" }]);
  expect(added).toBe(1);
  const command = new GetPolicyCommand({ FunctionName: "my-function", Qualifier: "prod" });
  const { Policy = "" } = await sandbox.clientOf("123456789012").send(command);
  expect(Policy.split(grants[0]?.statementId ?? "?")).toHaveLength(2);
  const { rows } = await listEvents({ requestId });
  expect(rows.map(({ action }) => action).filter((action) => action === "request.approved")).toHaveLength(1);
}, 120_000);

import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { db } from "./db/client";
import { startWorker } from "./jobs/worker";
import { analyseRequest, getRequest } from "./requests/get";
import { reviewRequest } from "./requests/review";
import { submitRequest } from "./requests/submit";
import { crontab, tasks } from "./tasks";

const database = withDatabase();
withSandbox();

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error("It did not come to be within 20 s.");
    await pause(50);
  }
}

it("a worker that starts finishes what was approved while none ran", async () => {
  await connectEstate();
  await syncNow("123456789012");
  const casey = await makePerson("Casey", ["checkout"]);
  const petra = await makePerson("Petra", ["payments"]);
  const { id: functionId } = await db().function.findFirstOrThrow({ where: { name: "my-function" } });
  const requestId = await submitRequest(casey, {
    functionId,
    qualifier: "prod",
    action: "lambda:InvokeFunction",
    principal: "111122223333",
    durationDays: "1",
    reason: "To see whether it survives.",
    draftId: randomUUID(),
  });
  const { hash } = await analyseRequest(await getRequest(requestId));
  await reviewRequest(petra, { requestId: String(requestId), verdict: "approve", analysisHash: hash });
  const grant = () => db().grant.findFirstOrThrow({ where: { requestId } });
  expect((await grant()).state).toBe("applying");
  const worker = await startWorker(database.url(), tasks, crontab);
  await until(async () => (await grant()).state === "active");
  await worker.stop();
  expect((await getRequest(requestId)).state).toBe("applied");
});

import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { chainStatus } from "@/lib/audit/status";
import { db } from "@/lib/db/client";
import { anyCommands } from "@/tests/model/commands";
import { startAnew, type Real } from "@/tests/model/real";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";

/** More and longer sequences with CHAOS=all (npm run chaos). */
const size =
  process.env.CHAOS === "all" ? { numRuns: 100, maxCommands: 40 } : { numRuns: 12, maxCommands: 20 };
const database = withDatabase();
const sandbox = withSandbox();
let people: Real["people"];
let functionId: string;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  people = {
    casey: await makePerson("Casey", ["checkout"]),
    cem: await makePerson("Cem", ["checkout"]),
    petra: await makePerson("Petra", ["payments"]),
  };
  functionId = (await db().function.findFirstOrThrow({ where: { name: "my-function" } })).id;
});

it("whatever happens in whatever order, the product is as the model says, and so is AWS", async () => {
  await fc.assert(
    fc.asyncProperty(anyCommands(size.maxCommands), async (commands) => {
      const aws = sandbox.clientOf("123456789012");
      const real: Real = { people, functionId, aws, databaseUrl: database.url(), requests: [], grants: [] };
      await startAnew(real);
      await fc.asyncModelRun(() => ({ model: { requests: [], grants: [], foreign: [] }, real }), commands);
    }),
    { numRuns: size.numRuns },
  );
  expect((await chainStatus()).ok).toBe(true);
}, 900_000);

import pg from "pg";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import type { PersonActor } from "@/lib/identity/types";
import { getRequest } from "@/lib/requests/get";
import { approve, ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { resumeGrants } from "./resume";

const database = withDatabase();
withSandbox();
let casey: PersonActor, petra: PersonActor;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
});

/** Jobs of a grant that wait. */
const jobsOf = (id: string) =>
  db().$queryRaw<{ task: string; later: boolean }[]>`
    SELECT task_identifier AS task, run_at > now() AS later FROM graphile_worker.jobs WHERE key = ${`apply ${id}`} AND locked_at IS NULL`;

it("a step whose job is gone is put back into the queue; for later while somebody is at its function, who is not waited for", async () => {
  const requestId = await ask(casey);
  await approve(petra, requestId);
  const { id = "", state } = (await getRequest(requestId)).grants[0] ?? {};
  expect(state).toBe("applying");
  expect(await resumeGrants()).toBe(0); // its job waits
  const forgetJobs = () =>
    unaudited("grant.attempted", (tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`);
  await forgetJobs();

  const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function";
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  client.on("error", () => undefined); // the database is dropped under it when this fails
  await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [arn]);
  expect(await resumeGrants()).toBe(1);
  expect(await jobsOf(id)).toEqual([{ task: "apply_grant", later: true }]);
  await client.end();
  await forgetJobs();

  expect(await resumeGrants()).toBe(1);
  expect(await jobsOf(id)).toEqual([{ task: "apply_grant", later: false }]);
  expect(await resumeGrants()).toBe(0);
});

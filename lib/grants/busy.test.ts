import pg from "pg";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import type { PersonActor } from "@/lib/identity/types";
import { enqueue } from "@/lib/jobs/enqueue";
import { startWorker } from "@/lib/jobs/worker";
import { getRequest } from "@/lib/requests/get";
import { crontab, tasks } from "@/lib/tasks";
import { approve, ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { resumeGrants } from "./resume";
import { revokeGrant } from "./revoke";

const database = withDatabase();
const sandbox = withSandbox();
const many = 20;
let casey: PersonActor, petra: PersonActor;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
});

/** An approved request. @returns its grant's ID */
async function granted(values: Record<string, string>): Promise<string> {
  const requestId = await ask(casey, values);
  await approve(petra, requestId);
  return (await getRequest(requestId)).grants[0]?.id ?? "";
}
const grantsOf = (ids: string[]) =>
  db().grant.findMany({ where: { id: { in: ids } }, select: { state: true, attempts: true, failure: true } });
const all = (ids: string[], state: string) => async () =>
  (await grantsOf(ids)).every((grant) => grant.state === state);
const within = { timeout: 60_000, interval: 50 };

/** Jobs that others were put in the place of, while they ran. */
const replaced = () => db().$queryRaw`
  SELECT id FROM graphile_worker.jobs WHERE task_identifier = 'revoke_grant' AND key IS NULL`;

it("many jobs of one function that somebody is at for long hold up no other's expiry, and are done in the end", async () => {
  const { id: functionId } = await db().function.findFirstOrThrow({
    where: { name: "payments-fraud-check" },
  });
  const elsewhere = await granted({ functionId });
  const here: string[] = [];
  for (let count = 0; count < many; count += 1)
    here.push(await granted({ principal: String(810_000_000_000 + count) }));
  const worker = await startWorker(database.url(), tasks, crontab);
  await expect.poll(all([elsewhere, ...here], "active"), within).toBe(true);

  const other = new pg.Client({ connectionString: database.url() });
  await other.connect();
  other.on("error", () => undefined); // the database is dropped under it when this fails
  const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function";
  await other.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [arn]);
  for (const grantId of here) await revokeGrant(petra, { grantId, reason: "No longer needed" });

  await unaudited("grant.attempted", async (tx) => {
    const expiresAt = new Date();
    await tx.justification.update({ where: { itemId: elsewhere }, data: { expiresAt } });
    await enqueue(tx, "expire_grants", {}, `expire ${elsewhere}`, expiresAt);
  });
  await expect.poll(all([elsewhere], "expired"), within).toBe(true);
  for (let minutes = 1; minutes <= 3; minutes += 1) await resumeGrants();
  await expect.poll(replaced, within).toEqual([]); // none stays, to take one more place each minute
  // To wait is no try that failed.
  expect(await grantsOf(here)).toEqual(here.map(() => ({ state: "revoking", attempts: 0, failure: null })));

  await other.end();
  await expect.poll(all(here, "revoked"), within).toBe(true);
  await worker.stop();
  const removed = sandbox
    .running()
    .writes()
    .filter(({ operation }) => operation === "RemovePermission");
  expect(removed).toHaveLength(many + 1); // each once, and the one elsewhere
}, 240_000);

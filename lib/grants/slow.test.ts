import { beforeAll, expect, it } from "vitest";
import { importAccounts } from "@/lib/catalog/import-accounts";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import type { PersonActor } from "@/lib/identity/types";
import { enqueue } from "@/lib/jobs/enqueue";
import { startWorker } from "@/lib/jobs/worker";
import { getRequest } from "@/lib/requests/get";
import { crontab, tasks } from "@/lib/tasks";
import { approve, ask } from "@/tests/ask";
import { accountsOf, buildEstate } from "@/tests/estates/bulk";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { syncNow, withSandbox } from "@/tests/with-sandbox";
import { revokeGrant } from "./revoke";

const estate = { kind: "bulk", accounts: 2, regions: 1, functions: 40, aliases: 1 } as const;
const database = withDatabase();
const sandbox = withSandbox(() => buildEstate(estate));
const [silent, sound] = accountsOf(estate).map(({ id }) => id);
/** The worker's places of removals, several times over: one function each, so that none waits for another's lock. */
const many = 40;
let casey: PersonActor, olga: PersonActor;

beforeAll(async () => {
  await importAccounts({ kind: "system", name: "cli" }, accountsOf(estate));
  await syncNow();
  const teams = Array.from({ length: 20 }, (_, index) => `team-${String(index + 1).padStart(2, "0")}`);
  [casey, olga] = [await makePerson("Casey", ["checkout"]), await makePerson("Olga", teams)];
}, 120_000);

/** Approved requests, of one function each. @returns their grants' IDs */
async function granted(accountId: string | undefined, count: number): Promise<string[]> {
  const functions = await db().function.findMany({
    where: { accountId },
    orderBy: { name: "asc" },
    take: count,
  });
  const ids: string[] = [];
  for (const { id: functionId } of functions) {
    const requestId = await ask(casey, { functionId, principal: "900000000009" });
    await approve(olga, requestId);
    ids.push((await getRequest(requestId)).grants[0]?.id ?? "");
  }
  return ids;
}
const within = { timeout: 60_000, interval: 100 };
const all = (ids: string[], state: string) => async () =>
  (await db().grant.count({ where: { id: { in: ids }, state: state as "active" } })) === ids.length;
const tasksNow = () => db().$queryRaw<{ task: string; running: boolean }[]>`
  SELECT task_identifier AS task, locked_at IS NOT NULL AS running FROM graphile_worker.jobs
  WHERE task_identifier LIKE 'revoke%'`;
const running = async (task: string) =>
  (await tasksNow()).filter((job) => job.task === task && job.running).length;

it("removals from an account that does not answer, however many, hold up no expiry elsewhere for a minute", async () => {
  const [there, elsewhere] = [await granted(silent, many), await granted(sound, 1)];
  const worker = await startWorker(database.url(), tasks, crontab);
  await expect.poll(all([...there, ...elsewhere], "active"), within).toBe(true);
  sandbox.running().setFaults({ rate: 1, kinds: ["before-hang"], accounts: [silent ?? ""] });
  for (const grantId of there) await revokeGrant(olga, { grantId, reason: "No longer needed" });
  await expect.poll(() => running("revoke_grant"), within).toBe(12); // every place

  const end = Date.now();
  await unaudited("grant.attempted", async (tx) => {
    const [itemId] = elsewhere;
    await tx.justification.update({ where: { itemId: itemId ?? "" }, data: { expiresAt: new Date(end) } });
    await enqueue(tx, "expire_grants", {}, `expire ${itemId}`, new Date(end));
  });
  await expect.poll(all(elsewhere, "expired"), within).toBe(true);
  expect(Date.now() - end).toBeLessThan(60_000);
  await expect.poll(() => running("revoke_patiently"), within).toBe(8);
  expect(await all(there, "revoking")()).toBe(true); // none is lost, nor taken for done

  sandbox.running().setFaults({});
  await expect.poll(all(there, "revoked"), { ...within, timeout: 120_000 }).toBe(true);
  await worker.stop();
}, 300_000);

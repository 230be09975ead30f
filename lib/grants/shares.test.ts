import { beforeAll, expect, it } from "vitest";
import { answering, keepCall, lateMs, placeKey } from "@/lib/answering";
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
const place = { accountId: silent ?? "", region: "us-east-1" };
/** The worker's places of removals, several times over: one function each, so that none waits for another's lock. */
const many = 30;
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
const running = async (task: string) => {
  const rows = await db().$queryRaw`
    SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = ${task} AND locked_at IS NOT NULL`;
  return (rows as unknown[]).length;
};
const countOf = (ids: string[], state: "revoking" | "revoked") =>
  db().grant.count({ where: { id: { in: ids }, state } });

/** Ends a grant's time now, and the job that waits for it. */
async function endNow(grantId: string | undefined): Promise<void> {
  const [itemId, expiresAt] = [grantId ?? "", new Date()];
  await unaudited("grant.attempted", async (tx) => {
    await tx.justification.update({ where: { itemId }, data: { expiresAt } });
    await enqueue(tx, "expire_grants", {}, `expire ${itemId}`, expiresAt);
  });
}

it("removals from an account that does not answer, however many, hold up no expiry elsewhere", async () => {
  const [there, elsewhere] = [await granted(silent, many), await granted(sound, 2)];
  const worker = await startWorker(database.url(), tasks, crontab);
  await expect.poll(all([...there, ...elsewhere], "active"), within).toBe(true);
  sandbox.running().setFaults({ rate: 1, kinds: ["before-hang"], accounts: [place.accountId] });
  for (const grantId of there) await revokeGrant(olga, { grantId, reason: "No longer needed" });
  await expect.poll(() => running("revoke_grant"), within).toBe(4); // a third of the places: it had answered until now

  const [first, second] = elsewhere;
  await endNow(first);
  await expect.poll(all([first ?? ""], "expired"), within).toBe(true);
  await expect.poll(() => answering(placeKey(place)), within).toBe("late");
  await expect.poll(() => running("revoke_grant"), within).toBe(1);
  // Elsewhere, too, one call was late.
  keepCall({ ...place, accountId: sound ?? "" }, "ListFunctions", { tookMs: lateMs, isAnswered: true });
  await endNow(second);
  await expect.poll(all(elsewhere, "expired"), within).toBe(true);
  expect(await countOf(there, "revoking")).toBe(many); // none is lost, nor taken for done

  sandbox.running().setFaults({});
  await expect.poll(all(there, "revoked"), { ...within, timeout: 120_000 }).toBe(true);
  await worker.stop();
}, 300_000);

it("nor do removals from one that is busy up to its quota", async () => {
  const [there, elsewhere] = [await granted(silent, estate.functions), await granted(sound, 1)];
  const worker = await startWorker(database.url(), tasks, crontab);
  await expect.poll(all([...there, ...elsewhere], "active"), within).toBe(true);
  for (const grantId of there) await revokeGrant(olga, { grantId, reason: "No longer needed" });
  await expect.poll(() => running("revoke_grant"), within).toBeGreaterThan(0);
  await endNow(elsewhere[0]);
  await expect.poll(all(elsewhere, "expired"), { ...within, interval: 20 }).toBe(true);
  expect(await countOf(there, "revoked")).toBeLessThan(estate.functions - 12); // the last of them have not all begun
  await expect.poll(all(there, "revoked"), within).toBe(true);
  await worker.stop();
}, 300_000);

it("nor do events of functions there hold up those of others", async () => {
  const functions = await db().function.findMany({ where: { accountId: silent }, take: 20 });
  const other = await db().function.findFirstOrThrow({ where: { accountId: sound } });
  const worker = await startWorker(database.url(), tasks, crontab);
  sandbox.running().setFaults({ rate: 1, kinds: ["before-hang"], accounts: [place.accountId] });
  const read = (id: string) =>
    unaudited("catalog.read", (tx) => enqueue(tx, "read_function", { functionId: id }, `read ${id}`));
  for (const { id } of functions) await read(id);
  await expect.poll(() => running("read_function"), within).toBeGreaterThan(0);
  await read(other.id);
  const syncedAt = async () => (await db().function.findUniqueOrThrow({ where: { id: other.id } })).syncedAt;
  await expect.poll(async () => (await syncedAt()) > other.syncedAt, within).toBe(true);
  const since = { id: { in: functions.map(({ id }) => id) }, syncedAt: { gt: await syncedAt() } };
  expect(await db().function.count({ where: since })).toBe(0);
  sandbox.running().setFaults({});
  const left = () => db().function.count({ where: { ...since, syncedAt: { lt: other.syncedAt } } });
  await expect.poll(left, within).toBe(0);
  await worker.stop();
}, 120_000);

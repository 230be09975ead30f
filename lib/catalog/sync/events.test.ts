import fc from "fast-check";
import { Logger, runOnce } from "graphile-worker";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { applyGrant } from "@/lib/grants/apply";
import { reconcileGrants } from "@/lib/grants/reconcile";
import { tasks } from "@/lib/tasks";
import { verbs } from "@/tests/crash/verbs";
import { estateOf, type Shape } from "@/tests/estates/estate-of";
import { make, place, someChange, someDelivery, type Change, type Delivery } from "@/tests/events/changes";
import { index, statementsIn, truth } from "@/tests/events/truth";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { syncNow, withSandbox } from "@/tests/with-sandbox";
import { importAccounts } from "../import-accounts";
import { receiveEvent } from "../notice";

const size = process.env.CHAOS === "all" ? { runs: 60, steps: 30 } : { runs: 4, steps: 10 };
const database = withDatabase();
const shape = {
  ...place,
  region: "us-east-1",
  owner: "payments",
  versions: 2,
  aliases: { prod: "1" },
} as const;
const shapes: Shape[] = ["my-function", "second", "third"].map((name) => ({ ...shape, name }));
const sandbox = withSandbox(() => estateOf(shapes));
let grant: { id: string; statementId: string };
let unchanged = 0;

const grantRow = () => db().grant.findUniqueOrThrow({ where: { id: grant.id } });

beforeAll(async () => {
  // The account's own administrator is asked: twelve digits are its key.
  process.env.AWS_ACCESS_KEY_ID = place.account;
  await importAccounts({ kind: "system", name: "cli" }, [
    { id: place.account, name: "payments", ambient: true, regions: [place.region] },
  ]);
  await syncNow(place.account);
  const [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
  const { id: functionId } = await db().function.findFirstOrThrow({ where: { name: "my-function" } });
  const id = (await verbs[0]?.prepare({ casey, petra, functionId }, "111122223333")) ?? "";
  await applyGrant(id);
  grant = { id, statementId: (await db().grant.findUniqueOrThrow({ where: { id } })).statementId };
});

/** Everything that is due. */
const work = () =>
  runOnce({
    ...{ connectionString: database.url(), taskList: tasks, concurrency: 4, noHandleSignals: true },
    logger: new Logger(() => () => undefined),
  });

/** An hour passes: all that was is so much longer ago. */
const passHour = () =>
  unaudited("catalog.read", async (tx) => {
    await tx.$executeRaw`UPDATE "Notice" SET "receivedAt" = "receivedAt" - interval '1 hour'`;
    await tx.$executeRaw`UPDATE "Function" SET "syncedAt" = "syncedAt" - interval '1 hour'`;
    await tx.$executeRaw`UPDATE "Target" SET "syncedAt" = "syncedAt" - interval '1 hour'`;
    await tx.$executeRaw`UPDATE "AccountRegion" SET "eventsAt" = "eventsAt" - interval '1 hour',
      "eventsSince" = "eventsSince" - interval '1 hour'`;
  });

async function sync(): Promise<void> {
  await passHour();
  await syncNow(place.account);
  const part = await db().syncPart.findFirstOrThrow({ orderBy: { startedAt: "desc" } });
  unchanged += part.functionsUnchanged;
}

type Step = { change: Change; delivery: Delivery } | "sync";
const steps = (fewest: number) =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ change: someChange, delivery: someDelivery(fewest) }) },
      { weight: 3, arbitrary: fc.constant("sync" as const) },
    ),
    { minLength: 4, maxLength: size.steps },
  );

/** Makes the changes, brings their events as they are to come, with syncs between; and what is left of them in the end. */
async function live(all: Step[]): Promise<void> {
  const aws = sandbox.clientOf(place.account);
  const underway: { event: object; due: number }[] = [];
  const bring = async (now: number) => {
    for (const one of underway.filter(({ due }) => due <= now).reverse()) {
      underway.splice(underway.indexOf(one), 1);
      await receiveEvent(one.event);
    }
    await work();
  };
  for (const [at, step] of all.entries()) {
    if (step === "sync") await sync();
    else {
      const event = await make(aws, step.change, grant.statementId);
      for (let time = 0; time < step.delivery.times; time += 1)
        underway.push({ event, due: at + step.delivery.late + time });
    }
    await bring(at);
  }
  await bring(Infinity);
}

/** The index is what AWS has, and the grant's drift what its statement in AWS says. */
async function expectTruth(): Promise<void> {
  await reconcileGrants();
  const now = await truth(sandbox.clientOf(place.account));
  const { picture, statements } = await index();
  expect(picture).toEqual(now);
  expect(statements).toEqual(statementsIn(now));
  const stands = now["my-function"]?.targets.prod?.[1]?.includes(`"${grant.statementId}"`) ?? false;
  expect((await grantRow()).drift === null).toBe(stands);
}

it.each<[Change["kind"], string, string?]>([
  ["add", ""],
  ["remove", ""],
  ["put", "prod"],
  ["point", "prod"],
  ["alias", "extra"],
  ["unalias", "extra"],
  ["tag", ""],
  ["create", "", "fourth"],
  ["publish", "", "fourth"],
  ["delete", "", "fourth"],
])("%s is told of, and read at once", async (kind, qualifier, name = "second") => {
  const change = { kind, name, qualifier, number: 1 };
  expect(await receiveEvent(await make(sandbox.clientOf(place.account), change, ""))).toBe("noticed");
  await work();
  await expectTruth();
});

it("events doubled, late and in another order: what a sync then leaves unread is as it is", async () => {
  const property = fc.asyncProperty(steps(1), async (all) => {
    await live(all);
    await expectTruth();
    await sync();
    await expectTruth();
  });
  await fc.assert(property, { numRuns: size.runs });
  expect(unchanged).toBeGreaterThan(0);
}, 600_000);

it("events dropped, too: after everything is read again, index and drift are the same", async () => {
  const property = fc.asyncProperty(steps(0), async (all) => {
    await live(all);
    const old = new Date(Date.now() - 25 * 3_600_000);
    await unaudited("catalog.read", (tx) => tx.function.updateMany({ data: { syncedAt: old } }));
    await sync();
    await expectTruth();
  });
  await fc.assert(property, { numRuns: size.runs });
}, 600_000);

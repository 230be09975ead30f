import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { startWorker } from "@/lib/jobs/worker";
import { crontab, tasks } from "@/lib/tasks";
import { checkWorld } from "@/tests/chaos/check";
import { startForeignWriter } from "@/tests/chaos/foreign-writer";
import { approve, ask, makeWorld, settleAll, type Place, type World } from "@/tests/chaos/world";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";

/** The whole of it with CHAOS=all (npm run chaos). */
const applies = process.env.CHAOS === "all" ? 1000 : 60;
const database = withDatabase();
const sandbox = withSandbox();
const awsOf = ({ accountId, region }: Place) => sandbox.clientOf(accountId, region);
let world: World;

beforeAll(async () => {
  world = await makeWorld(24);
});

it(`${applies} applies while somebody else writes into the same policies: nothing of theirs is lost`, async () => {
  // Each write takes its time, and another of the same function meanwhile is refused, as AWS does.
  sandbox.running().setFaults({ writeMs: 30 });
  const worker = await startWorker(database.url(), tasks, crontab);
  const foreign = startForeignWriter(awsOf);
  let going = true;
  const meddle = async (from: number) => {
    for (let count = from; going; count++) {
      const place = world.places[count % world.places.length];
      // As many are added as are taken away, so that the policies have room to the end.
      if (place) await foreign.write(place, count % (2 * world.places.length) < world.places.length);
    }
  };
  const meddling = Promise.all([0, 12].map(meddle));
  let next = 0;
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let number = next++; number < applies; number = next++) {
        const place = world.places[number % world.places.length];
        if (!place) throw new Error("The world has no places.");
        const requestId = await ask(world, place, String(720_000_000_000 + number));
        // Somebody else's statement between looking and approving is a Conflict: look again.
        for (let looks = 1; ; looks++) {
          const failure = await approve(world, place, requestId).catch((error: unknown) => error);
          if (!failure) break;
          if (looks === 200) throw failure;
        }
      }
    }),
  );
  await settleAll(world, 300);
  going = false;
  await meddling;
  await worker.stop();
  const found = await checkWorld(world, { awsOf, writes: sandbox.running().writes() });
  expect(found.active).toBe(applies);
  expect(await db().grant.count({ where: { state: "active" } })).toBe(applies);
  const refused = sandbox
    .running()
    .writes({ refused: true })
    .filter(({ status }) => status === 409);
  expect(refused.length).toBeGreaterThan(0); // they did meet
}, 3_600_000);

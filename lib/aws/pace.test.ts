import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reserveBy, type Take } from "@/lib/db/clock-bounds";
import { reserveTurns, takeTurns } from "@/lib/db/turns";
import { mostWithin } from "@/tests/pace/in-window";
import { ProcessClock, Simulation } from "@/tests/pace/simulation";
import { withDatabase } from "@/tests/with-database";
import { paceOf } from "./pace";

withDatabase();
const most = 15;
const gap = 1000 / (most * 0.985);
const rate = { most, gap };
/** How far the database's clock is ahead of the processes'. */
const ahead = 1_000_000;
let keys = 0;

/** How a process lives: when it makes how many calls, how long the database takes, and when it stands still. */
interface Life {
  bursts: { at: number; calls: number }[];
  latencies: number[];
  stalls: { at: number; length: number }[];
}

/** Lives side by side, in simulated time, on turns of the real database. @returns when calls began */
async function live(lives: Life[], { most, gap } = rate): Promise<number[]> {
  const simulation = new Simulation();
  const began: number[] = [];
  const key = `simulated ${(keys += 1)}`;
  for (const { bursts, latencies, stalls } of lives) {
    const clock = new ProcessClock(simulation, stalls);
    let asked = 0;
    const latency = () => latencies[(asked += 1) % latencies.length] ?? 1;
    const take: Take = async (...asked) => {
      await simulation.pass(latency());
      const taken = await simulation.atOnce(() => takeTurns(...asked, ahead + simulation.now));
      await clock.pass(latency());
      return taken;
    };
    const reserve = reserveBy(take, clock.now);
    const pace = paceOf({ most, gap }, (ask) => reserve(key, { most, gap }, ask), clock);
    for (const { at, calls } of bursts)
      simulation.at(at, () => {
        for (let call = 0; call < calls; call += 1)
          void pace.turn(false).then(() => began.push(simulation.now));
      });
  }
  await simulation.run();
  return began.toSorted((a, b) => a - b);
}

const someTime = fc.integer({ min: 0, max: 6000 });
const someLife: fc.Arbitrary<Life> = fc.record({
  bursts: fc.array(fc.record({ at: someTime, calls: fc.integer({ min: 1, max: 30 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  latencies: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 8 }),
  stalls: fc.array(fc.record({ at: someTime, length: fc.integer({ min: 1, max: 600 }) }), { maxLength: 6 }),
});

describe("a pace", () => {
  it("lets no more begin in any second than AWS takes, whatever rests, stalls and waits of several processes", async () => {
    const property = fc.asyncProperty(fc.array(someLife, { minLength: 1, maxLength: 4 }), async (lives) => {
      const began = await live(lives);
      const calls = lives.flatMap(({ bursts }) => bursts).reduce((sum, burst) => sum + burst.calls, 0);
      expect(began).toHaveLength(calls);
      expect(mostWithin(began, 1000)).toBeLessThanOrEqual(most);
    });
    await fc.assert(property, { numRuns: 60 });
  }, 60_000);

  it.each([
    ["one process", 1, 15],
    ["two processes", 2, 15],
    ["six processes", 6, 15],
    ["two processes at a larger quota", 2, 100],
  ])("%s, stumbling thrice a second, come near it", async (_name, processes, most) => {
    const calls = (most * 20) / processes;
    const lives = Array.from({ length: processes }, (_, life) => ({
      bursts: [{ at: 0, calls }],
      latencies: [2, 1, 3, 8],
      stalls: Array.from({ length: 60 }, (_, at) => ({
        at: at * 330 + life * 110 + ((at * 37) % 90),
        length: 20 + ((at * 31) % 60),
      })),
    }));
    const began = await live(lives, { most, gap: 1000 / (most * 0.985) });
    expect(mostWithin(began, 1000)).toBeLessThanOrEqual(most);
    const seconds = ((began.at(-1) ?? 0) - (began[0] ?? 0)) / 1000;
    expect((began.length - 1) / seconds / most).toBeGreaterThan(0.95);
  });

  it("does not catch up with a rest", async () => {
    const steady = { latencies: [1], stalls: [] };
    const began = await live([{ ...steady, bursts: [0, 10_000].map((at) => ({ at, calls: 30 })) }]);
    for (const from of [0, 10_000]) {
      const soon = began.filter((at) => at >= from && at < from + 300);
      expect(soon.length).toBeLessThanOrEqual(1 + (300 + 100) / gap);
    }
  });

  it("lets the urgent go first, and takes few turns ahead", async () => {
    const taken: number[] = [];
    const pace = paceOf({ most: 15, gap: 10 }, (ask) => {
      taken.push(ask.count);
      return reserveTurns("urgent", { most: 1000, gap: 10 }, ask);
    });
    const order: string[] = [];
    const go = async (name: string, urgent: boolean) => {
      await pace.turn(urgent);
      order.push(name);
    };
    const patient = Array.from({ length: 20 }, (_, index) => go(`patient ${index}`, false));
    await patient[0];
    await go("urgent", true);
    expect(order.indexOf("urgent")).toBeLessThanOrEqual(2);
    await Promise.all(patient);
    expect(Math.max(...taken)).toBeLessThanOrEqual(4);
    expect(taken.reduce((sum, count) => sum + count, 0)).toBe(21);
  });

  it("tells whoever waits when turns can't be taken, and goes on when they can", async () => {
    let isBroken = true;
    const pace = paceOf(rate, async () => {
      if (isBroken) throw new Error("no database");
      return [{ turn: 1, from: 0, until: Infinity }];
    });
    await expect(Promise.all([pace.turn(true), pace.turn(false)])).rejects.toThrow("no database");
    isBroken = false;
    await pace.turn(true);
  });

  it("goes on where all takes longer than a turn can be used", async () => {
    const slow = { bursts: [{ at: 0, calls: 3 }], latencies: [700], stalls: [] };
    const began = await live([slow]);
    expect(began).toHaveLength(3);
    expect(began.at(-1)).toBeLessThan(20_000);
  });
});

import { describe, expect, it } from "vitest";
import { paceOf } from "./pace";

/** Turns as one process alone takes them: one after another from now on. */
function alone(perSecond: number) {
  const taken: number[] = [];
  let next = 0;
  const reserve = async (count: number) => {
    const now = performance.now();
    const first = Math.max(next, now);
    next = first + (count * 1000) / perSecond;
    taken.push(count);
    return first - now;
  };
  return { taken, reserve };
}

describe("a pace", () => {
  it("lets no more begin than its turns, and all of those", async () => {
    const { reserve } = alone(100);
    const pace = paceOf(100, reserve);
    const began: number[] = [];
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        await pace.turn(false);
        began.push(performance.now() - startedAt);
      }),
    );
    began.forEach((at, index) => expect(at).toBeGreaterThanOrEqual(index * 10 - 2)); // timers are 1 ms exact
    expect(began.at(-1)).toBeLessThan(39 * 10 + 80);
  });

  it("lets the urgent go first, and takes few turns ahead", async () => {
    const { reserve, taken } = alone(100);
    const pace = paceOf(100, reserve);
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
    const pace = paceOf(100, async () => {
      if (isBroken) throw new Error("no database");
      return 0;
    });
    await expect(Promise.all([pace.turn(true), pace.turn(false)])).rejects.toThrow("no database");
    isBroken = false;
    await pace.turn(true);
  });
});

import type { Ask, Rate, Reserve, Turn } from "@/lib/turns";

/** For how long two clocks are taken to go alike, in milliseconds: in that time they drift apart by fractions of one. */
const period = 5000;

/** What is known of how far the database's clock is ahead of this process's: at least `low`, at most `high`. */
interface Bounds {
  low: number;
  high: number;
}

const meet = (a: Bounds, b: Bounds): Bounds => ({
  low: Math.max(a.low, b.low),
  high: Math.min(a.high, b.high),
});
const unknown: Bounds = { low: -Infinity, high: Infinity };

/**
 * How far the database's clock is ahead, between bounds: what it said was so at some moment between question and
 * answer. One quick answer in some seconds tells it well, so that slow ones cost nothing.
 */
export class ClockBounds {
  #since = -Infinity;
  #before = unknown;
  #now = unknown;

  /** Takes note of an answer. @param said the database's clock, between the two moments of this process's */
  add(askedAt: number, said: number, answeredAt: number): void {
    const told = { low: said - answeredAt, high: said - askedAt };
    if (answeredAt - this.#since > period) {
      this.#before = answeredAt - this.#since > 2 * period ? unknown : this.#now;
      this.#now = unknown;
      this.#since = answeredAt;
    }
    this.#now = meet(this.#now, told);
    const { low, high } = this.get();
    if (low <= high) return;
    this.#before = unknown; // it was set, or it is another database
    this.#now = told;
  }

  get(): Bounds {
    return meet(this.#before, this.#now);
  }
}

/** Turns as the database gives them, by its clock, which it says. */
export type Take = (key: string, rate: Rate, ask: Ask) => Promise<{ clock: number; turns: Turn[] }>;

/** Turns by this process's own clock: never earlier than by the database's, and never over later. */
export function reserveBy(take: Take, now: () => number, bounds = new ClockBounds()): Reserve {
  return async (key, rate, ask) => {
    const askedAt = now();
    const { high } = bounds.get();
    // What was used is told as of later rather than earlier; who knows nothing of the clock has used nothing.
    const used = Number.isFinite(high) ? ask.used.map(({ turn, at }) => ({ turn, at: at + high })) : [];
    const { clock, turns } = await take(key, rate, { ...ask, used });
    bounds.add(askedAt, clock, now());
    const ahead = bounds.get();
    return turns.map(({ turn, from, until }) => ({
      turn,
      from: from - ahead.low,
      until: until - ahead.high,
    }));
  };
}

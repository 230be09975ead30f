import { setTimeout as pause } from "node:timers/promises";

/** Lets so many calls a second begin, in order of asking, with a small burst after a rest. */
export interface Pace {
  turn: () => Promise<void>;
}

/**
 * @param perSecond calls a second in the long run
 * @param burst calls that may begin at once after a rest
 */
export function paceOf(perSecond: number, burst: number): Pace {
  const gap = 1000 / perSecond;
  let next = 0;
  return {
    async turn() {
      const now = performance.now();
      next = Math.max(next, now - gap * (burst - 1));
      const wait = next - now;
      next += gap;
      if (wait > 0) await pause(wait);
    },
  };
}

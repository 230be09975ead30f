import { setTimeout as pause } from "node:timers/promises";
import { answering, latePlaces } from "@/lib/answering";

/** How the places of one kind of task are shared between accounts and regions. */
export interface Shares {
  /** Of which accounts and regions nothing more may begin now. */
  full: () => string[];
  /**
   * Begins something of an account and region; where that is full, once it no longer is.
   * @returns what ends it; null when it stayed full for a moment
   */
  enter: (key: string) => Promise<(() => void) | null>;
}

/** For so long, in milliseconds, what was taken with others of the same account and region is kept waiting. */
const momentMs = 500;
const lookMs = 25;

/**
 * Shares places so that no account and region, busy or silent, holds up the others: one that answers promptly takes a
 * third of them at most; one of which nothing is known, or that answers late, one; and all that answer late half of
 * them together, so that as many are left for those that do, and to find out.
 */
export function shareOut(places: number): Shares {
  const ofOne = Math.max(1, Math.floor(places / 3));
  const ofLate = Math.max(1, Math.floor(places / 2));
  const running = new Map<string, number>();
  const countLate = () =>
    [...running].reduce((sum, [key, count]) => sum + (answering(key) === "late" ? count : 0), 0);
  const isFull = (key: string) => {
    const count = running.get(key) ?? 0;
    const how = answering(key);
    if (count >= (how === "prompt" ? ofOne : 1)) return true;
    return how === "late" && countLate() >= ofLate;
  };
  const begin = (key: string) => {
    running.set(key, (running.get(key) ?? 0) + 1);
    return () => {
      const left = (running.get(key) ?? 1) - 1;
      if (left > 0) running.set(key, left);
      else running.delete(key);
    };
  };
  return {
    full: () => [...new Set([...running.keys(), ...latePlaces()])].filter(isFull),
    async enter(key) {
      for (let waited = 0; isFull(key); waited += lookMs) {
        if (waited >= momentMs) return null;
        await pause(lookMs);
      }
      return begin(key);
    },
  };
}

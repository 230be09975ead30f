import type { Ask, Rate, Turn } from "@/lib/turns";

/** Lets so many calls a second begin. */
export interface Pace {
  /**
   * @param urgent before all that are not: a person, or a grant's end, waits for it
   * @param signal ends the wait, with its reason
   */
  turn: (urgent: boolean, signal?: AbortSignal) => Promise<void>;
}

/** Time, in milliseconds. */
export interface Clock {
  now: () => number;
  /** @returns what calls it off */
  after: (wait: number, run: () => void) => () => void;
}

const realClock: Clock = {
  now: () => performance.now(),
  after: (wait, run) => {
    const timer = setTimeout(run, wait);
    return () => clearTimeout(timer);
  },
};

/**
 * For how long after its time a turn may be used, in milliseconds: then it is lost, so that others need not reckon with
 * it. Less where others take turns, too, and can't know yet when it was used. Where everything takes so long that turns
 * are lost before they are known, longer and longer, up to `most`.
 */
const late = { alone: 1000, among: 250, most: 8000 };

interface Waiter {
  go: () => void;
  fail: (error: unknown) => void;
  signal: AbortSignal | undefined;
}

/** Those of a lane that still wait; the others are told. */
function stillWaiting(lane: Waiter[]): Waiter[] {
  for (const { signal, fail } of lane) if (signal?.aborted) fail(signal.reason);
  return lane.filter(({ signal }) => !signal?.aborted);
}

/** @param reserve takes turns, for this pace's key */
export function paceOf(
  { most }: Rate,
  reserve: (ask: Ask) => Promise<Turn[]>,
  { now, after }: Clock = realClock,
): Pace {
  // Turns taken at once, and how few of them may be left when the next are taken. What is taken can't be given to
  // others: a process that dies takes at most so many with it, and an urgent call elsewhere waits for no more. Where
  // others take turns, too, as few as that: those of a second ahead can't reckon with when this second's were used.
  const block = Math.ceil(most / 4);
  const low = Math.ceil(block / 4);
  const lanes: { urgent: Waiter[]; patient: Waiter[] } = { urgent: [], patient: [] };
  const turns: Turn[] = [];
  const used: { turn: number; at: number }[] = [];
  let lost = 0;
  let expected: number | null = null;
  let asksAlone = 0; // since others took turns in between
  let isAsking = false;
  let callOff = () => {};
  const isAlone = () => asksAlone >= 3;
  const waiting = () => lanes.urgent.length + lanes.patient.length;

  async function ask(): Promise<void> {
    isAsking = true;
    const count = Math.min(isAlone() ? block : low, waiting() - turns.length);
    try {
      const lateness = Math.min((isAlone() ? late.alone : late.among) * 2 ** lost, late.most);
      const taken = await reserve({ count, late: lateness, used: used.splice(0) });
      turns.push(...taken);
      turns.sort((a, b) => a.from - b.from);
      asksAlone = taken[0]?.turn === expected ? asksAlone + 1 : 0;
      expected = (taken.at(-1)?.turn ?? 0) + 1;
    } catch (error) {
      for (const lane of [lanes.urgent, lanes.patient]) for (const one of lane.splice(0)) one.fail(error);
      turns.length = 0;
    }
    isAsking = false;
    pump();
  }

  /** Lets calls begin whose turn it is. */
  function begin(): void {
    for (let next = turns[0]; next !== undefined && waiting() > 0; next = turns[0]) {
      const at = now();
      if (at > next.until) {
        turns.shift();
        used.push({ turn: next.turn, at: next.from - 1000 }); // given back: its place was free when it began
        lost += 1;
        continue;
      }
      if (next.from > at) {
        callOff = after(next.from - at, pump);
        return;
      }
      turns.shift();
      used.push({ turn: next.turn, at });
      lost = 0;
      (lanes.urgent.shift() ?? lanes.patient.shift())?.go();
    }
  }

  function pump(): void {
    callOff();
    lanes.urgent = stillWaiting(lanes.urgent);
    lanes.patient = stillWaiting(lanes.patient);
    begin();
    if (!isAsking && turns.length <= (isAlone() ? low : 0) && waiting() > turns.length) void ask();
  }

  return {
    turn: (urgent, signal) =>
      new Promise((go, fail) => {
        lanes[urgent ? "urgent" : "patient"].push({ go, fail, signal });
        pump();
      }),
  };
}

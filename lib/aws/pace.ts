/**
 * Takes the next turns of a key, of all that any process takes.
 * @param key account, region and quota
 * @param perSecond turns a second, all processes together
 * @returns in how many milliseconds the first is (negative: so long ago); the others follow 1000 / perSecond apart
 */
export type Reserve = (key: string, count: number, perSecond: number) => Promise<number>;

/** Lets so many calls a second begin. */
export interface Pace {
  /**
   * @param urgent before all that are not: a person, or a grant's end, waits for it
   * @param signal ends the wait, with its reason
   */
  turn: (urgent: boolean, signal?: AbortSignal) => Promise<void>;
}

/**
 * Turns taken at once, and how few of them may be left when the next are taken. What is taken can't be given to
 * others: a process that dies takes at most so many with it, and an urgent call elsewhere waits for no more.
 */
const block = 4;
const low = 1;

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
export function paceOf(perSecond: number, reserve: (count: number) => Promise<number>): Pace {
  const gap = 1000 / perSecond;
  const lanes: { urgent: Waiter[]; patient: Waiter[] } = { urgent: [], patient: [] };
  const slots: number[] = [];
  let lastAt = -Infinity;
  let isAsking = false;
  let timer: NodeJS.Timeout | undefined;
  const waiting = () => lanes.urgent.length + lanes.patient.length;

  async function ask(): Promise<void> {
    isAsking = true;
    const count = Math.min(block, waiting() - slots.length);
    try {
      const first = performance.now() + (await reserve(count));
      for (let index = 0; index < count; index += 1) slots.push(first + index * gap);
    } catch (error) {
      for (const lane of [lanes.urgent, lanes.patient]) for (const one of lane.splice(0)) one.fail(error);
      slots.length = 0;
    }
    isAsking = false;
    pump();
  }

  function pump(): void {
    clearTimeout(timer);
    lanes.urgent = stillWaiting(lanes.urgent);
    lanes.patient = stillWaiting(lanes.patient);
    for (let slot = slots[0]; slot !== undefined; slot = slots[0]) {
      // What was missed is caught up with, but not all in one moment.
      const wait = Math.max(slot, lastAt + gap / 3) - performance.now();
      if (wait > 0) {
        timer = setTimeout(pump, wait);
        break;
      }
      slots.shift();
      lastAt = performance.now();
      (lanes.urgent.shift() ?? lanes.patient.shift())?.go();
    }
    if (!isAsking && slots.length <= low && waiting() > slots.length) void ask();
  }

  return {
    turn: (urgent, signal) =>
      new Promise((go, fail) => {
        lanes[urgent ? "urgent" : "patient"].push({ go, fail, signal });
        pump();
      }),
  };
}

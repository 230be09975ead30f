import { setImmediate as settle } from "node:timers/promises";
import type { Clock } from "@/lib/aws/pace";

interface Due {
  at: number;
  run: () => void;
}

/** Time that passes when nothing else is to be done. In milliseconds. */
export class Simulation {
  now = 0;
  #due: Due[] = [];
  #underway = 0;

  at(at: number, run: () => void): () => void {
    const due = { at: Math.max(at, this.now), run };
    this.#due.push(due);
    return () => void (this.#due = this.#due.filter((one) => one !== due));
  }

  pass(wait: number): Promise<void> {
    return new Promise((resolve) => this.at(this.now + wait, resolve));
  }

  /** Work that takes none of this time, however long it takes. */
  async atOnce<T>(work: () => Promise<T>): Promise<T> {
    this.#underway += 1;
    try {
      return await work();
    } finally {
      this.#underway -= 1;
    }
  }

  /** Lets time pass until nothing more is due. */
  async run(): Promise<void> {
    for (;;) {
      do await settle();
      while (this.#underway > 0);
      const next = this.#due.reduce<Due | null>(
        (best, one) => (best && best.at <= one.at ? best : one),
        null,
      );
      if (!next) return;
      this.#due = this.#due.filter((one) => one !== next);
      this.now = next.at;
      next.run();
    }
  }
}

/** The clock of a process whose event loop stands still now and then: what is due meanwhile comes at the end of it. */
export class ProcessClock implements Clock {
  /** @param stalls when, and for how long, in milliseconds */
  constructor(
    readonly simulation: Simulation,
    readonly stalls: { at: number; length: number }[],
  ) {}

  now = () => this.simulation.now;

  /** When this process comes to what is due at a time. */
  #reached(at: number): number {
    const ends = this.stalls.filter((one) => one.at <= at && at < one.at + one.length);
    return Math.max(at, ...ends.map((one) => one.at + one.length));
  }

  after = (wait: number, run: () => void) =>
    this.simulation.at(this.#reached(this.simulation.now + wait), run);

  /** Waits so long, and until the process comes to it. */
  pass = (wait: number) => new Promise<void>((resolve) => this.after(wait, resolve));
}

/** How many calls may begin in any second, and how far apart turns are, in milliseconds. */
export interface Rate {
  most: number;
  gap: number;
}

/** What a process asks for. Times in milliseconds, by the clock that the turns are given by. */
export interface Ask {
  /** Turns wanted, `rate.most` at most. */
  count: number;
  /** For how long after its time a turn may still be used. */
  late: number;
  /** Turns of before that were used: when their calls began. */
  used: { turn: number; at: number }[];
}

/** A turn: a call may begin by it not before `from` and not after `until`. */
export interface Turn {
  turn: number;
  from: number;
  until: number;
}

/**
 * Takes the next turns of a key, of all that any process takes.
 * @param key account, region and quota
 */
export type Reserve = (key: string, rate: Rate, ask: Ask) => Promise<Turn[]>;

/** Numbers that are the same for the same seed, everywhere. */
export function randomOf(seed: number) {
  let state = seed >>> 0 || 1;
  /** From 0 up to, not including, 1. https://en.wikipedia.org/wiki/Xorshift */
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (share: number) => next() < share,
    pick: <T>(list: readonly T[]): T => {
      const one = list[below(list.length)];
      if (one === undefined) throw new Error("nothing to pick from");
      return one;
    },
  };
}
export type Random = ReturnType<typeof randomOf>;

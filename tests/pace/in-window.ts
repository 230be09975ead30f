/** The most of these times that lie within any stretch of so many milliseconds, its end left out. */
export function mostWithin(times: number[], milliseconds: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, at, last) => {
    while (at - (sorted[first] ?? at) >= milliseconds) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}

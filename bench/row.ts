/** One line of the table. */
export interface Row {
  measure: string;
  ours: string;
  against: string;
  ratio: number;
}

/** The middle of some numbers. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** An account and region: what answers late, answers late for all calls of it. */
export interface Place {
  accountId: string;
  region: string;
}

/** A call that takes so long, in milliseconds, is late, whatever comes of it: Lambda answers in a tenth of it. */
export const lateMs = 2500;

/** For so long, in milliseconds, a place counts as slow after its last late call. */
const rememberedMs = 60_000;

const lateAt = new Map<string, number>();
const keyOf = ({ accountId, region }: Place) => `${accountId} ${region}`;

/** Keeps how long a call took, answered or not: a prompt one ends what late ones before it began. */
export function keepCall(place: Place, tookMs: number, isAnswered: boolean, now = Date.now()): void {
  if (tookMs >= lateMs) lateAt.set(keyOf(place), now);
  else if (isAnswered) lateAt.delete(keyOf(place));
}

/** Whether calls of a place were late a moment ago, as this process saw it. */
export function isSlow(place: Place, now = Date.now()): boolean {
  const at = lateAt.get(keyOf(place));
  return at !== undefined && now - at < rememberedMs;
}

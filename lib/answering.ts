/** An account and region: what answers late there, may answer late for any other call, too. */
export interface Place {
  accountId: string;
  region: string;
}

/** A place as text. */
export const placeKey = ({ accountId, region }: Place) => `${accountId} ${region}`;

/** A call that takes so long, in milliseconds, is late, whatever comes of it: Lambda answers in a tenth of it. */
export const lateMs = 2500;

/** For so long, in milliseconds, it is remembered how a place answered. */
const rememberedMs = 60_000;

interface Seen {
  promptAt: number;
  /** When calls of an operation were late last: that one still answers says nothing of another. */
  lateAt: Map<string, number>;
}
const seen = new Map<string, Seen>();

/** How a place answered within the last minute, as this process saw it. */
export type Answering = "prompt" | "late" | "unknown";

/**
 * Keeps how long a call took.
 * @param isAnswered whether AWS said anything at all, a refusal included
 */
export function keepCall(
  place: Place,
  operation: string,
  { tookMs, isAnswered }: { tookMs: number; isAnswered: boolean },
  now = Date.now(),
): void {
  const key = placeKey(place);
  const before = seen.get(key) ?? { promptAt: -Infinity, lateAt: new Map<string, number>() };
  seen.set(key, before);
  if (tookMs >= lateMs) before.lateAt.set(operation, now);
  else if (isAnswered) {
    before.lateAt.delete(operation);
    before.promptAt = now;
  }
}

/** @param key a place as text */
export function answering(key: string, now = Date.now()): Answering {
  const { promptAt, lateAt } = seen.get(key) ?? {};
  if (lateAt && [...lateAt.values()].some((at) => now - at < rememberedMs)) return "late";
  return promptAt !== undefined && now - promptAt < rememberedMs ? "prompt" : "unknown";
}

/** Places that answer late, as text. */
export function latePlaces(now = Date.now()): string[] {
  return [...seen.keys()].filter((key) => answering(key, now) === "late");
}

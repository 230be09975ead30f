import { setTimeout as pause } from "node:timers/promises";
import { keepCall, lateMs, placeKey, type Place } from "@/lib/answering";
import { mark } from "@/lib/marks";
import { XaccountError } from "@/lib/errors";
import { AwsFailure, toAwsFailure } from "./errors";
import type { Reserve } from "@/lib/turns";
import { paceOf, type Pace } from "./pace";
import { quotaOf, share } from "./quotas";

/** A call as it went over the wire: one each try. */
export interface OneTry {
  name: string;
  throttled: boolean;
}

/** How calls of an account and region are made. */
export interface Manner {
  /** Takes turns of all processes. */
  reserve: Reserve;
  /** Whether somebody waits for it: then it goes before what is not, and gives up sooner. */
  urgent: boolean;
  /** Whether a late answer ends it, where it may be tried again later: others may wait for its place. */
  brief?: boolean;
  onTry?: (tried: OneTry) => void;
  /** No call begins when it has been aborted: its reason is thrown. */
  signal?: AbortSignal;
}

const paces = new Map<string, Pace>();

function paceFor(place: string, operation: string, reserve: Reserve): Pace {
  const { name, perSecond } = quotaOf(operation);
  const key = `${place} ${name}`;
  const rate = { most: perSecond, gap: 1000 / (perSecond * share) };
  const pace = paces.get(key) ?? paceOf(rate, (ask) => reserve(key, rate, ask));
  paces.set(key, pace);
  return pace;
}

/** Pauses before further tries, in milliseconds: half of it, and up to as much again by chance. */
const pauses = { urgent: [100, 200, 400], patient: [200, 400, 800, 1600] };
const jittered = (milliseconds: number) => milliseconds * (0.5 + Math.random() / 2);

/** A throttled call was not carried out; of one that broke off nobody knows, so only a reading one is made again. */
function canRepeat(failure: AwsFailure, reads: boolean): boolean {
  return failure.awsKind === "throttled" || (reads && failure.awsKind === "unreachable");
}

const nothing = () => Promise.resolve();

/** Adds up how long what it runs takes, in milliseconds. */
function stopwatch() {
  let took = 0;
  const time = async <T>(run: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      return await run();
    } finally {
      took += performance.now() - began;
    }
  };
  return { time, took: () => took };
}

/**
 * Makes a call of Lambda: waits for its turn, and tries again after a throttle (and, when it only reads, after a
 * break), each try in a turn of its own and later than the one before.
 * @param place account and region: what quotas are of
 * @param operation as AWS names it
 * @param before what is waited for before each try, so that it begins when it is its turn: `ready` for AWS, as a part of
 * the call, and `held` for what is ours
 * @throws AwsFailure of the last try; an XaccountError of `before` as it is
 */
export async function inTurn<T>(
  place: Place,
  operation: string,
  { reserve, urgent, brief = false, onTry, signal }: Manner,
  send: () => Promise<T>,
  { ready = nothing, held = nothing }: { ready?: () => Promise<unknown>; held?: () => Promise<void> } = {},
): Promise<T> {
  const pace = paceFor(placeKey(place), operation, reserve);
  const waits = pauses[urgent ? "urgent" : "patient"];
  const reads = /^(Get|List)/.test(operation);
  for (let tries = 0; ; tries += 1) {
    const watch = stopwatch();
    const unready = await watch
      .time(ready)
      .then(held)
      .then(
        () => null,
        (error: unknown) => ({ error }),
      );
    if (!unready) {
      await pace.turn(urgent, signal);
      await mark(`before ${operation}`);
    }
    try {
      if (unready) throw unready.error;
      const answer = await watch.time(send);
      keepCall(place, operation, { tookMs: watch.took(), isAnswered: true });
      await mark(`after ${operation}`);
      onTry?.({ name: operation, throttled: false });
      return answer;
    } catch (error) {
      if (error instanceof XaccountError && !(error instanceof AwsFailure)) throw error; // not of AWS
      const failure = toAwsFailure(error, `account ${place.accountId}, ${place.region}`);
      if (!unready) onTry?.({ name: operation, throttled: failure.awsKind === "throttled" });
      keepCall(place, operation, {
        tookMs: watch.took(),
        isAnswered: failure.awsKind !== "unreachable",
      });
      const wait = waits[tries];
      const isOver = brief && watch.took() >= lateMs;
      if (wait === undefined || isOver || !canRepeat(failure, reads)) throw failure;
      await pause(jittered(wait));
    }
  }
}

import { setTimeout as pause } from "node:timers/promises";
import { mark } from "@/lib/marks";
import { toAwsFailure, type AwsFailure } from "./errors";
import { paceOf, type Pace, type Reserve } from "./pace";
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
  onTry?: (tried: OneTry) => void;
  /** No call begins when it has been aborted: its reason is thrown. */
  signal?: AbortSignal;
}

const paces = new Map<string, Pace>();

function paceFor(place: string, operation: string, reserve: Reserve): Pace {
  const { name, perSecond } = quotaOf(operation);
  const [key, rate] = [`${place} ${name}`, perSecond * share];
  const pace = paces.get(key) ?? paceOf(rate, (count) => reserve(key, count, rate));
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

/**
 * Makes a call of Lambda: waits for its turn, and tries again after a throttle (and, when it only reads, after a
 * break), each try in a turn of its own and later than the one before.
 * @param place account and region: what quotas are of
 * @param operation as AWS names it
 * @throws AwsFailure of the last try
 */
export async function inTurn<T>(
  place: { accountId: string; region: string },
  operation: string,
  { reserve, urgent, onTry, signal }: Manner,
  send: () => Promise<T>,
): Promise<T> {
  const pace = paceFor(`${place.accountId} ${place.region}`, operation, reserve);
  const waits = pauses[urgent ? "urgent" : "patient"];
  const reads = /^(Get|List)/.test(operation);
  for (let tries = 0; ; tries += 1) {
    await pace.turn(urgent, signal);
    await mark(`before ${operation}`);
    try {
      const answer = await send();
      await mark(`after ${operation}`);
      onTry?.({ name: operation, throttled: false });
      return answer;
    } catch (error) {
      const failure = toAwsFailure(error, `account ${place.accountId}, ${place.region}`);
      onTry?.({ name: operation, throttled: failure.awsKind === "throttled" });
      const wait = waits[tries];
      if (wait === undefined || !canRepeat(failure, reads)) throw failure;
      await pause(jittered(wait));
    }
  }
}

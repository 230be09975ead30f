import { z } from "zod";
import { throttled } from "./lambda/errors";

const rate = z.number().positive();

/**
 * Calls a second by bucket, per account and region of the caller; what AWS documents unless said otherwise
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, "Lambda API requests"). `burst`: how many
 * seconds' worth a bucket holds when it rests; one call always.
 */
export const quotaRates = z.strictObject({
  getFunction: rate.default(100),
  getPolicy: rate.default(15),
  other: rate.default(15),
  burst: z.number().min(0).default(1),
});
export type QuotaRates = z.input<typeof quotaRates>;
type Bucket = "getFunction" | "getPolicy" | "other";

const bucketOf = (operation: string): Bucket | null => {
  if (operation === "Invoke") return null; // its quota is one of concurrency
  if (operation === "GetFunction") return "getFunction";
  return operation === "GetPolicy" || operation === "GetResourcePolicy" ? "getPolicy" : "other";
};

/** A bucket that fills with time. Times in milliseconds. */
export function startBucket(perSecond: number, burstSeconds: number, now: number) {
  const most = Math.max(1, perSecond * burstSeconds);
  let tokens = most;
  let filledAt = now;
  /** Whether a call may pass at `at`. */
  return (at: number): boolean => {
    tokens = Math.min(most, tokens + (Math.max(0, at - filledAt) / 1000) * perSecond);
    filledAt = Math.max(filledAt, at);
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** What was called of one bucket. */
export interface QuotaUse {
  accountId: string;
  region: string;
  bucket: Bucket;
  /** All calls, those that were throttled among them. */
  calls: number;
  throttled: number;
  /** Of the first and the last call, ISO. */
  firstAt: string;
  lastAt: string;
}

/** The quotas that hold (null: none does), and what was called since they were set. */
export interface QuotaReport {
  rates: z.output<typeof quotaRates> | null;
  uses: QuotaUse[];
}

/** Counts the calls of Lambda, and holds them to quotas when there are any. */
export function startQuotas(first: boolean | QuotaRates = false) {
  let rates: QuotaReport["rates"];
  let uses: Map<string, QuotaUse & { pass: (at: number) => boolean }>;
  const set = (next: boolean | QuotaRates) => {
    rates = next === false ? null : quotaRates.parse(next === true ? {} : next);
    uses = new Map();
  };
  set(first);
  return {
    set,
    report: (): QuotaReport => ({
      rates,
      uses: [...uses.values()].map(({ pass: _pass, ...use }) => use),
    }),
    /** Counts a call. @throws AwsError 429 when it is over its quota */
    take: (accountId: string, region: string, operation: string): void => {
      const bucket = bucketOf(operation);
      if (!bucket) return;
      const now = Date.now();
      const key = `${accountId} ${region} ${bucket}`;
      const at = new Date(now).toISOString();
      const use = uses.get(key) ?? {
        ...{ accountId, region, bucket, calls: 0, throttled: 0, firstAt: at, lastAt: at },
        pass: rates ? startBucket(rates[bucket], rates.burst, now) : () => true,
      };
      uses.set(key, use);
      use.calls += 1;
      use.lastAt = at;
      if (use.pass(now)) return;
      use.throttled += 1;
      throw throttled("Rate exceeded", "CallerRateLimitExceeded");
    },
  };
}
export type Quotas = ReturnType<typeof startQuotas>;

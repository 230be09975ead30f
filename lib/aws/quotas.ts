/** A quota of AWS: calls that count together, of one account and region. */
export interface Quota {
  name: string;
  /** Calls a second that AWS allows. */
  perSecond: number;
}

const policy: Quota = { name: "policy", perSecond: 15 };
const other: Quota = { name: "other", perSecond: 15 };

/** Operations that do not count with all others. None of these quotas can be raised. */
const own: Record<string, Quota> = {
  GetPolicy: policy,
  GetResourcePolicy: policy,
  GetFunction: { name: "function", perSecond: 100 },
};

/**
 * The quota that an operation of Lambda counts against.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (API requests)
 */
export function quotaOf(operation: string): Quota {
  return own[operation] ?? other;
}

/**
 * How much of a quota is used: clocks and the network are not exact, and a call that comes a moment early would be
 * refused.
 */
export const share = 0.985;

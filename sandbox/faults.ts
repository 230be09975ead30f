import { AwsError } from "./errors";
import { conflict, throttled } from "./lambda/errors";

/**
 * What the sandbox does to a call. Not done: `throttle` (429), `error` (500), `concurrent` (409), `unreachable` (the
 * connection breaks), `before-hang` (no answer comes, the connection stays). Done: `lost` (the connection breaks
 * before the answer), `cut` (it breaks in the middle of the answer), `hang` (the answer never comes, the connection
 * stays until the client gives up), `delayed` (it is answered, and the policy that it wrote hidden from reads for a while).
 */
export const faultKinds = [
  "throttle",
  "error",
  "concurrent",
  "unreachable",
  "before-hang",
  "lost",
  "cut",
  "hang",
  "delayed",
] as const;
export type Fault = (typeof faultKinds)[number];

/** Operations that write a policy: those that take `writeMs`, that are hidden from reads, and that are counted. */
export const policyWrites: ReadonlySet<string> = new Set([
  "AddPermission",
  "RemovePermission",
  "PutResourcePolicy",
  "DeleteResourcePolicy",
]);

/** What befalls nothing but these. */
export const ofWrites: ReadonlySet<Fault> = new Set(["concurrent", "delayed"]);

/** The part of a function's name that says what shall befall its writes: `throttle` of `fault-throttle-orders`. */
function sentinelOf(operation: string, path: string): string | undefined {
  if (!policyWrites.has(operation)) return undefined;
  return /[/:]fault-(before-hang|[a-z]+)-/.exec(decodeURIComponent(path))?.[1];
}

/**
 * The fault that a request asks for: by the header `x-sandbox-fault`; or, when it writes a policy, by the name of its
 * function (`fault-throttle-orders`).
 */
export function findFault(operation: string, path: string, header: string | undefined): Fault | null {
  const named = header ?? sentinelOf(operation, path);
  return faultKinds.find((kind) => kind === named) ?? null;
}

/**
 * How long a request asks that its write be hidden from reads, in milliseconds: by the header `x-sandbox-visibility`;
 * null when it does not ask.
 */
export function findVisibility(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,7}$/.test(header) ? Number(header) : null;
}

/** Answered while another write of the same function is under way. */
export const concurrentUpdate = () =>
  conflict("The function could not be updated due to a concurrent update operation.");

/** What a fault answers in place of the operation; null for those that answer nothing or let it be done. */
export function faultError(fault: Fault): AwsError | null {
  if (fault === "throttle") return throttled("Rate exceeded", "CallerRateLimitExceeded");
  if (fault === "concurrent") return concurrentUpdate();
  if (fault !== "error") return null;
  return new AwsError(500, "ServiceException", "An error occurred and the request cannot be processed.", {
    key: "Message",
    members: { Type: "Service" },
  });
}

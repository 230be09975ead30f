import { AwsError } from "./errors";
import { throttled } from "./lambda/errors";

/** What the sandbox does in place of, or after, an operation. `lost`: it is done, and the answer never arrives. */
export type Fault = "throttle" | "unreachable" | "error" | "concurrent" | "lost";
const faults: readonly string[] = ["throttle", "unreachable", "error", "concurrent", "lost"];

const isFault = (text: string | undefined): text is Fault => text !== undefined && faults.includes(text);

/**
 * The fault that a request asks for: by the header `x-sandbox-fault`; or, when it writes permissions, by the name of
 * its function (`fault-throttle-orders`).
 */
export function findFault(operation: string, path: string, header: string | undefined): Fault | null {
  if (isFault(header)) return header;
  if (operation !== "AddPermission" && operation !== "RemovePermission") return null;
  const named = /[/:]fault-([a-z]+)-/.exec(decodeURIComponent(path))?.[1];
  return isFault(named) ? named : null;
}

/** What a fault answers in place of the operation; null for those that break the connection. */
export function faultError(fault: Fault): AwsError | null {
  if (fault === "throttle") return throttled("Rate exceeded", "CallerRateLimitExceeded");
  if (fault === "error")
    return new AwsError(500, "ServiceException", "An error occurred and the request cannot be processed.", {
      key: "Message",
      members: { Type: "Service" },
    });
  if (fault === "concurrent") {
    return new AwsError(
      409,
      "ResourceConflictException",
      "The function could not be updated due to a concurrent update operation.",
      { key: "message", members: { Type: "User" } },
    );
  }
  return null;
}

import { env } from "@/lib/env";
import { XaccountError } from "@/lib/errors";

/**
 * Refuses what was not sent from one of our own pages. Next.js lets an action without an Origin header pass.
 * @param headers the request's headers
 * @throws XaccountError Forbidden
 */
export function assertSameOrigin(headers: Headers): void {
  const origin = headers.get("origin");
  if (origin && URL.canParse(origin)) {
    const { AUTH_URL } = env();
    if (AUTH_URL && new URL(AUTH_URL).origin === origin) return;
    if (new URL(origin).host === headers.get("host")) return;
  }
  throw new XaccountError(
    "Forbidden",
    "This was not sent from a page of Xaccount, so nothing was changed. Open Xaccount at its own address and try again.",
  );
}

import { createHmac } from "node:crypto";
import type { Sent, Webhook } from "./channels";

const timeoutMs = 10_000;

/**
 * What a call is signed with: HMAC-SHA256 of the time, a dot and the body, as docs/notifications.md says.
 * @param seconds of the Unix epoch
 * @returns `v1=` and the code in lower-case hex
 */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return `v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError")
    return `The webhook did not answer within ${timeoutMs / 1000} s.`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return `The webhook could not be reached${code}.`;
}

/**
 * Posts JSON to a webhook, signed when there is a secret. An answer of 2xx is a delivery; a redirection is not followed,
 * since what is sent is for the address that was set alone.
 * @param id the same for every try, by which the receiver knows what it has already
 */
export async function postWebhook(
  { url, secret }: Webhook,
  { id, body, now }: { id: string; body: unknown; now: Date },
): Promise<Sent> {
  const text = JSON.stringify(body);
  const seconds = Math.floor(now.getTime() / 1000);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "user-agent": "Xaccount",
    "idempotency-key": id,
    "x-xaccount-timestamp": String(seconds),
    ...(secret ? { "x-xaccount-signature": signatureOf(secret, seconds, text) } : {}),
  };
  try {
    const answer = await fetch(url, {
      ...{ method: "POST", headers, body: text, redirect: "manual" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (answer.ok) return { ok: true };
    return { ok: false, sentence: `The webhook answered ${answer.status}.`, isFinal: false };
  } catch (error) {
    return { ok: false, sentence: wordsOf(error), isFinal: false };
  }
}

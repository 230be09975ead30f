import { createTransport } from "nodemailer";
import type { Mail, Sent } from "./channels";

/** Shorter than what a process that stops waits for (lib/stop.ts). */
const timeoutMs = 20_000;

/** What nodemailer says of a failure beside its words. https://nodemailer.com/errors */
interface MailError extends Error {
  code?: string;
  response?: string;
  permanent?: boolean;
  rejected?: string[];
  originalCode?: string;
}

function failureOf(error: MailError): Extract<Sent, { ok: false }> {
  const { code, response, permanent, rejected, originalCode } = error;
  // The address is refused for good; what is wrong with us or the server, somebody may put right.
  const isFinal = permanent === true && (rejected?.length ?? 0) > 0;
  const said = response ? ` ${response.slice(0, 200)}` : "";
  if (code === "EAUTH")
    return { ok: false, isFinal, sentence: `The mail server did not let Xaccount sign in.${said}` };
  if (response) return { ok: false, isFinal, sentence: `The mail server answered:${said}` };
  return {
    ok: false,
    isFinal,
    sentence: `The mail server could not be reached (${originalCode ?? code ?? error.name}).`,
  };
}

/**
 * Sends one mail by SMTP, encrypted where the server offers it (always, with smtps:// or ?requireTLS=true).
 * @param id the same for every try: part of the mail's Message-ID, by which mailboxes know what they have already
 */
export async function sendMail(
  { url, from }: Mail,
  message: { id: string; to: string; subject: string; text: string },
): Promise<Sent> {
  const { id, to, subject, text } = message;
  const transport = createTransport({
    ...{ url, disableFileAccess: true, disableUrlAccess: true },
    ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: timeoutMs },
  });
  try {
    await transport.sendMail({
      ...{ from, to, subject, text },
      messageId: `<${id}@xaccount>`,
      headers: { "Auto-Submitted": "auto-generated" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { ok: true };
  } catch (error) {
    return failureOf(error instanceof Error ? error : new Error(String(error)));
  } finally {
    transport.close();
  }
}

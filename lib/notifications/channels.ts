import { env } from "@/lib/env";

/** Where an incoming webhook is, and the secret its calls are signed with. */
export interface Webhook {
  url: string;
  secret: string | undefined;
}

/** The mail server, and whom mail is from. */
export interface Mail {
  /** smtp://user:password@host:587 or smtps://…; nodemailer's options as its query. */
  url: string;
  from: string;
}

/** Where notifications are sent on to; null: nowhere of that kind. */
export interface Channels {
  webhook: Webhook | null;
  mail: Mail | null;
  /** Xaccount's own address, for links; null when it is not known. */
  baseUrl: string | null;
}

/** What the environment says of it. */
export function channelsOfEnv(): Channels {
  const { XACCOUNT_NOTIFY_URL, XACCOUNT_NOTIFY_SECRET, XACCOUNT_SMTP_URL, XACCOUNT_MAIL_FROM, AUTH_URL } =
    env();
  return {
    webhook: XACCOUNT_NOTIFY_URL ? { url: XACCOUNT_NOTIFY_URL, secret: XACCOUNT_NOTIFY_SECRET } : null,
    mail:
      XACCOUNT_SMTP_URL && XACCOUNT_MAIL_FROM ? { url: XACCOUNT_SMTP_URL, from: XACCOUNT_MAIL_FROM } : null,
    baseUrl: AUTH_URL ?? null,
  };
}

/** How an attempt to send ended. */
export type Sent =
  | { ok: true }
  | {
      ok: false;
      /** Why, in words; without secrets. */
      sentence: string;
      /** Whether another try can only end the same. */
      isFinal: boolean;
    };

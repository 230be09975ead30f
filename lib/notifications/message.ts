import type { Notification } from "@/lib/db/generated/client";
import { paths } from "@/lib/paths";
import type { Channels } from "./channels";

type BaseUrl = Channels["baseUrl"];

/** A page's whole address; null when Xaccount's own is not known. */
export function absolute(href: string, baseUrl: BaseUrl): string | null {
  return baseUrl ? new URL(href, baseUrl).href : null;
}

/** The three characters that Slack reads as more than text. https://docs.slack.dev/messaging/formatting-message-text */
const plain = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** What a webhook is sent: `text` as Slack and what is compatible with it show it, and the facts for everything else. */
export function webhookBody(notification: Notification, baseUrl: BaseUrl) {
  const { id, key, kind, level, title, detail, href, handles, requestId, grantId, functionId, createdAt } =
    notification;
  const url = absolute(href, baseUrl);
  const lines = [`*${plain(title)}*`, plain(detail), ...(url ? [`<${url}|Open in Xaccount>`] : [])];
  return {
    text: lines.join("\n"),
    ...{ id, key, kind, level, title, detail, path: href, url },
    owners: handles,
    ...{ requestId, grantId, functionId },
    createdAt: createdAt.toISOString(),
  };
}

const words: Record<string, string> = { danger: "Danger: ", warning: "", info: "" };

/** A notification as a mail: text alone, so that it reads the same everywhere. */
export function mailText({ level, title, detail, href }: Notification, baseUrl: BaseUrl) {
  const url = absolute(href, baseUrl);
  const all = absolute(paths.notifications(), baseUrl);
  return {
    subject: `${words[level] ?? ""}${title}`.replaceAll(/\s+/g, " "),
    text: [
      detail,
      ...(url ? [url] : []),
      `You are told this by Xaccount, since you asked for it or own the function.${all ? ` All you were told: ${all}` : ""}`,
    ].join("\n\n"),
  };
}

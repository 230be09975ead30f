import { backoffSeconds } from "@/lib/backoff";
import { db } from "@/lib/db/client";
import type { Delivery, Notification } from "@/lib/db/generated/client";
import { unaudited } from "@/lib/db/unaudited";
import { channelsOfEnv, type Channels, type Sent } from "./channels";
import { enqueueDelivery } from "./enqueue-delivery";
import { sendMail } from "./mail";
import { mailText, webhookBody } from "./message";
import { planDeliveries } from "./plan";
import { postWebhook } from "./webhook";

/** After so many days of trying, a delivery is given up. */
export const giveUpDays = 3;
const dayMs = 86_400_000;
const mostSeconds = 3600;
/** Where the growing waits begin: about ten seconds. */
const firstTry = 5;
/** For how long a try is left to whoever began it: longer than the longest can take. */
const leaseMs = 120_000;
/** What is due within this is due: clocks differ a little. */
const toleranceMs = 10_000;

const open = { deliveredAt: null, gaveUpAt: null };

function send(delivery: Delivery, notification: Notification, channels: Channels, now: Date): Promise<Sent> {
  const { webhook, mail, baseUrl } = channels;
  if (delivery.channel === "webhook" && webhook)
    return postWebhook(webhook, { id: notification.id, body: webhookBody(notification, baseUrl), now });
  if (delivery.channel === "email" && mail)
    return sendMail(mail, {
      ...{ id: delivery.id, to: delivery.address },
      ...mailText(notification, baseUrl),
    });
  return Promise.resolve({ ok: false, sentence: "It is no longer set where to send it.", isFinal: true });
}

/** What comes of a try: sent, tried again later, or given up. */
function outcome(sent: Sent, { createdAt, attempts }: Delivery, now: Date) {
  if (sent.ok) return { deliveredAt: now, failure: null };
  const end = createdAt.getTime() + giveUpDays * dayMs;
  if (sent.isFinal || now.getTime() >= end) return { failure: sent.sentence, gaveUpAt: now };
  const next = now.getTime() + backoffSeconds(attempts + firstTry, mostSeconds) * 1000;
  return { failure: sent.sentence, nextAt: new Date(Math.min(next, end)) };
}

/** One try. Who raises the count of tries has it; what was sent is not sent again. */
async function attempt(delivery: Delivery, notification: Notification, channels: Channels, now: Date) {
  const { id, attempts } = delivery;
  const { count } = await unaudited("notification.sent", (tx) =>
    tx.delivery.updateMany({
      where: { id, attempts, ...open },
      data: { attempts: attempts + 1, nextAt: new Date(now.getTime() + leaseMs) },
    }),
  );
  if (count === 0) return;
  const data = outcome(await send(delivery, notification, channels, now), delivery, now);
  await unaudited("notification.sent", (tx) => tx.delivery.updateMany({ where: { id, ...open }, data }));
}

/** Either nothing is left, or the next try is in the queue. */
async function settle(notification: Notification, now: Date): Promise<void> {
  await unaudited("notification.sent", async (tx) => {
    const next = await tx.delivery.findFirst({
      where: { notificationId: notification.id, ...open },
      orderBy: { nextAt: "asc" },
    });
    if (next) await enqueueDelivery(tx, notification, next.nextAt);
    else
      await tx.notification.updateMany({
        where: { id: notification.id, settledAt: null },
        data: { settledAt: now },
      });
  });
}

/**
 * The job that sends a notification on: to the webhook, and by mail, each until it is taken or given up after days.
 * Runs again without harm; what was taken, and stored so, is never sent again.
 * @param key the notification's
 */
export async function deliverNotification(
  key: string,
  { now = new Date(), channels = channelsOfEnv() }: { now?: Date; channels?: Channels } = {},
): Promise<void> {
  const notification = await db().notification.findUnique({ where: { key } });
  if (!notification || notification.settledAt) return;
  await unaudited("notification.sent", (tx) => planDeliveries(tx, notification, channels, now));
  const due = await db().delivery.findMany({
    where: {
      ...{ notificationId: notification.id, ...open },
      nextAt: { lte: new Date(now.getTime() + toleranceMs) },
    },
  });
  for (const delivery of due) await attempt(delivery, notification, channels, now);
  await settle(notification, now);
}

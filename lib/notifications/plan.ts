import { z } from "zod";
import type { Transaction } from "@/lib/db/client";
import type { Notification } from "@/lib/db/generated/client";
import type { Channels } from "./channels";

const address = z.email();

/** Whom mail goes to: owners that are addresses, and people who have one. A group has none; it gets the webhook. */
async function addressesOf(
  tx: Transaction,
  { handles, personIds }: Pick<Notification, "handles" | "personIds">,
): Promise<string[]> {
  const people = await tx.person.findMany({ where: { id: { in: personIds } }, select: { email: true } });
  const all = [...handles, ...people.map(({ email }) => email?.trim().toLowerCase() ?? "")];
  return [...new Set(all)].filter((one) => address.safeParse(one).success);
}

/**
 * Decides where a notification is sent on to: once, so that a later change of the settings sends nothing again.
 * @returns whether it is sent anywhere
 */
export async function planDeliveries(
  tx: Transaction,
  notification: Notification,
  { webhook, mail }: Pick<Channels, "webhook" | "mail">,
  now: Date,
): Promise<boolean> {
  const { id: notificationId } = notification;
  if ((await tx.delivery.count({ where: { notificationId } })) > 0) return true;
  const places = [
    ...(webhook ? [{ channel: "webhook", address: "" }] : []),
    ...(mail ? await addressesOf(tx, notification) : []).map((to) => ({ channel: "email", address: to })),
  ];
  await tx.delivery.createMany({
    data: places.map((place) => ({ ...place, notificationId, nextAt: now })),
    skipDuplicates: true,
  });
  return places.length > 0;
}

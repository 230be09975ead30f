import type { Transaction } from "@/lib/db/client";
import { enqueueDelivery } from "./enqueue-delivery";
import { personName } from "./mine";

/** What people are told. */
export interface Notice {
  /** What is told twice under one key is told once. */
  key: string;
  /** `grant.ends_soon` */
  kind: string;
  level: "info" | "warning" | "danger";
  /** One line: what it is about. */
  title: string;
  /** What happened, and what to do. */
  detail: string;
  /** The page that answers it (lib/paths.ts). */
  href: string;
  /** Groups or e-mail addresses, as owners are named; and people by id. */
  to: { handles?: string[]; personIds?: (string | null)[] };
  requestId?: number;
  grantId?: string;
  functionId?: string;
}

/**
 * Tells people something, in the transaction of what it is about: both are there, or neither. They see it on their
 * pages at once; the queue sends it on.
 * @returns whether it was new
 */
export async function notify(tx: Transaction, { to, ...notice }: Notice): Promise<boolean> {
  const handles = [...new Set((to.handles ?? []).map((name) => name.trim().toLowerCase()).filter(Boolean))];
  const personIds = [...new Set((to.personIds ?? []).filter((id) => id !== null))];
  const [told] = await tx.notification.createManyAndReturn({
    data: { ...notice, handles, personIds },
    skipDuplicates: true,
    select: { id: true, level: true, createdAt: true },
  });
  if (!told) return false;
  const { id: notificationId, level, createdAt } = told;
  const names = [...handles, ...personIds.map(personName)];
  await tx.notificationRecipient.createMany({
    data: names.map((name) => ({ notificationId, name, level, createdAt })),
    skipDuplicates: true,
  });
  await enqueueDelivery(tx, notice);
  return true;
}

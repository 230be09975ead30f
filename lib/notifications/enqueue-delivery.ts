import type { Transaction } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";

/** Has a notification sent on; danger goes before the rest. @param runAt not before; at once without it */
export function enqueueDelivery(
  tx: Transaction,
  { key, level }: { key: string; level: string },
  runAt?: Date,
): Promise<void> {
  const priority = level === "danger" ? -1 : 0;
  return enqueue(tx, "deliver_notification", { key }, `deliver ${key}`, { runAt, priority });
}

import { z } from "zod";
import { unaudited } from "@/lib/db/unaudited";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import type { Actor } from "@/lib/identity/types";
import { parseInput } from "@/lib/parse-input";
import { namesOf } from "./mine";

/** What is older is seen by everybody, or never will be: no transaction is open for so long (lib/db/transact.ts). */
const settledMs = 60_000;

const shape = z.object({ until: z.coerce.date("That is no moment.") });

/**
 * Marks all that somebody was told up to a moment as read by them: what came after they looked stays unread. What is
 * old is marked by its time alone; of the last minute each by itself, as something of an earlier time may still appear.
 * @throws XaccountError Invalid, Forbidden
 */
export async function markAllRead(actor: Actor, input: unknown, now = new Date()): Promise<void> {
  assertMay(actor, "view", { type: "System" });
  if (actor.kind !== "person")
    throw new XaccountError("Forbidden", "Only a person reads what they are told.");
  const { until } = parseInput(shape, input, "Nothing was marked as read; see below.");
  const { personId } = actor;
  const settled = new Date(Math.min(until.getTime(), now.getTime() - settledMs));
  await unaudited("notification.read", async (tx) => {
    await tx.person.updateMany({
      where: { id: personId, OR: [{ readUntil: null }, { readUntil: { lt: settled } }] },
      data: { readUntil: settled },
    });
    const recent = await tx.notificationRecipient.findMany({
      where: { name: { in: namesOf(actor) }, createdAt: { gt: settled, lte: until } },
      distinct: "notificationId",
      select: { notificationId: true },
    });
    await tx.notificationRead.createMany({
      data: recent.map(({ notificationId }) => ({ notificationId, personId })),
      skipDuplicates: true,
    });
    await tx.notificationRead.deleteMany({
      where: { personId, notification: { createdAt: { lte: settled } } },
    });
  });
}

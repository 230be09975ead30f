import { z } from "zod";
import { unaudited } from "@/lib/db/unaudited";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import type { Actor } from "@/lib/identity/types";
import { parseInput } from "@/lib/parse-input";
import { namesOf } from "./mine";

const shape = z.object({ notificationId: z.uuid("That is no notification.") });

/**
 * Marks what somebody was told as read by them. Again is no error.
 * @returns the page that answers it
 * @throws XaccountError Invalid; Forbidden; NotFound, also for what others were told
 */
export async function markRead(actor: Actor, input: unknown): Promise<string> {
  assertMay(actor, "view", { type: "System" });
  if (actor.kind !== "person")
    throw new XaccountError("Forbidden", "Only a person reads what they are told.");
  const { notificationId } = parseInput(shape, input, "Nothing was marked as read; see below.");
  return unaudited("notification.read", async (tx) => {
    const found = await tx.notification.findFirst({
      where: { id: notificationId, recipients: { some: { name: { in: namesOf(actor) } } } },
      select: { href: true },
    });
    if (!found)
      throw new XaccountError("NotFound", "You were told no such thing; nothing was marked as read.");
    const read = { notificationId, personId: actor.personId };
    await tx.notificationRead.createMany({ data: [read], skipDuplicates: true });
    return found.href;
  });
}

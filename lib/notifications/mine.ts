import { db, type Reader, type Transaction } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { handlesOf } from "@/lib/identity/entities";
import type { PersonActor } from "@/lib/identity/types";

/** What somebody is told: by a group or address they answer to, or by themselves. */
export function mineOf(actor: PersonActor): Prisma.NotificationWhereInput {
  return { OR: [{ handles: { hasSome: handlesOf(actor) } }, { personIds: { has: actor.personId } }] };
}

/** Up to when somebody has read all of it; null: nothing. What they read since is marked one by one. */
export async function readUntilOf(
  actor: PersonActor,
  reader: Reader | Transaction = db(),
): Promise<Date | null> {
  const person = await reader.person.findUnique({
    where: { id: actor.personId },
    select: { readUntil: true },
  });
  return person?.readUntil ?? null;
}

/** What somebody has not read. @param readUntil as `readUntilOf` */
export function unreadOf(actor: PersonActor, readUntil: Date | null): Prisma.NotificationWhereInput {
  const { personId } = actor;
  return { ...(readUntil ? { createdAt: { gt: readUntil } } : {}), reads: { none: { personId } } };
}

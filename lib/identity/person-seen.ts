import { unaudited } from "@/lib/db/unaudited";
import type { Told } from "./claims";

/**
 * Keeps who has just signed in. The issuer and its subject are who they are; the rest is as told this time.
 * @returns the person's id
 */
export async function personSeen(issuer: string, told: Told): Promise<string> {
  const { subject, name, email, groups } = told;
  const row = await unaudited("person.seen", (tx) =>
    tx.person.upsert({
      where: { issuer_subject: { issuer, subject } },
      create: { issuer, subject, name, email, groups },
      update: { name, email, groups, seenAt: new Date() },
      select: { id: true },
    }),
  );
  return row.id;
}

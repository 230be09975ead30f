import type { Transaction } from "@/lib/db/client";

/**
 * So that what decides to write into a policy goes one at a time: two for the same statement make one, and each sees the
 * room that those before it left. Until the transaction ends.
 */
export async function lockTarget(
  tx: Transaction,
  { functionId, qualifier }: { functionId: string; qualifier: string },
): Promise<void> {
  const key = `decide ${functionId} ${qualifier}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
}

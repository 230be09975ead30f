import type { Transaction } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";

/** What an event told of a function: which call it was, about what, by whom and when. */
export interface Told {
  /** The event's own ID: it may be told twice. */
  id: string;
  eventName: string;
  sid: string | null;
  /** Of which policy or alias it was: '' the unqualified function's; null where it is of all, or not known. */
  qualifier: string | null;
  actorArn: string | null;
  at: Date;
}

/** Keeps what was told of a function. @returns whether it was not known yet */
export async function keepNotice(tx: Transaction, functionId: string, told: Told): Promise<boolean> {
  const { count } = await tx.notice.createMany({ data: { functionId, ...told }, skipDuplicates: true });
  return count > 0;
}

/** Keeps what was told of a function that is known, and has it read again. @returns whether it was not told before */
export async function takeNotice(tx: Transaction, functionId: string, told: Told): Promise<boolean> {
  if (!(await keepNotice(tx, functionId, told))) return false;
  await enqueue(tx, "read_function", { functionId }, `read ${functionId}`);
  return true;
}

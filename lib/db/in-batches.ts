import type { Transaction } from "./client";
import { unaudited } from "./unaudited";

/** What a batch did: how many rows it deleted, and where the next one begins; null: nothing is left. */
export interface Batch<Cursor> {
  deleted: number;
  next: Cursor | null;
}

/**
 * Forgets what is past, a transaction a batch, so that none holds much for long.
 * @param first where the first batch begins
 * @param stop the rest is left to the next run
 * @returns how many rows were deleted
 */
export async function forgetInBatches<Cursor>(
  first: Cursor,
  batch: (tx: Transaction, cursor: Cursor) => Promise<Batch<Cursor>>,
  stop?: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (let cursor: Cursor | null = first; cursor !== null && !stop?.aborted;) {
    const from: Cursor = cursor;
    const done = await unaudited("past.forgotten", (tx) => batch(tx, from));
    deleted += done.deleted;
    cursor = done.next;
  }
  return deleted;
}

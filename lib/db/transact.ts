import { client, type Transaction } from "./client";

/**
 * Runs a transaction (read committed): all of it, or nothing. For `audited` and `unaudited` alone.
 * @throws whatever `work` throws, after rolling back
 */
export function transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return client().$transaction(work, { maxWait: 10_000, timeout: 30_000 });
}

import { mark } from "@/lib/marks";
import { client, type Transaction } from "./client";

/**
 * Runs a transaction (read committed): all of it, or nothing. For `audited` and `unaudited` alone.
 * @throws whatever `work` throws, after rolling back
 */
export async function transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  await mark("before a transaction");
  const inside = async (tx: Transaction) => {
    await mark("in a transaction");
    const result = await work(tx);
    await mark("before a commit");
    return result;
  };
  const result = await client().$transaction(inside, { maxWait: 10_000, timeout: 30_000 });
  await mark("after a commit");
  return result;
}

import { genesisHash, hashOf, type Entry } from "./entry";

/** What checking a chain found. `head` is the last good entry; keep it elsewhere to notice a shortened trail later. */
export interface ChainReport {
  ok: boolean;
  checked: number;
  head: { seq: string; hash: string } | null;
  /** The first entry that does not hold, and why. */
  broken: { seq: string; why: string } | null;
}

/**
 * Checks a trail from its first entry: numbers without gaps, each entry carrying the hash of the one before, each
 * hash that of its own fields. Needs nothing but the entries, so anybody can do it on an export.
 */
export async function verifyChain(entries: AsyncIterable<Entry> | Iterable<Entry>): Promise<ChainReport> {
  let head: ChainReport["head"] = null;
  let checked = 0;
  for await (const { hash, ...fields } of entries) {
    const expected: string = String(BigInt(head?.seq ?? "0") + 1n);
    const broken = (why: string): ChainReport => ({
      ok: false,
      checked,
      head,
      broken: { seq: fields.seq, why },
    });
    if (fields.seq !== expected)
      return broken(`Entry ${expected} is missing: after ${head?.seq ?? "the start"} comes ${fields.seq}.`);
    if (fields.previousHash !== (head?.hash ?? genesisHash))
      return broken("It does not carry the hash of the entry before it.");
    if (hashOf(fields) !== hash)
      return broken("Its hash is not that of its fields: it was changed after it was written.");
    head = { seq: fields.seq, hash };
    checked += 1;
  }
  return { ok: true, checked, head, broken: null };
}

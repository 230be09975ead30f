import type { Event } from "@/lib/db/generated/client";
import type { Entry } from "./entry";

/** An entry from its row: numbers and times as the text they are hashed as. */
export function entryOf(row: Event): Entry {
  return { ...row, seq: row.seq.toString(), at: row.at.toISOString(), data: row.data };
}

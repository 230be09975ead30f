import type { Transaction } from "./client";
import { transact } from "./transact";

/** Writes that are no decision of anybody's: copies of what was read elsewhere, and progress. A closed list. */
export type UnauditedWrite =
  | "person.seen" // what the identity provider said of somebody who signed in
  | "catalog.read" // copies of functions and policies as AWS returned them
  | "sync.progress" // how far a sync is
  | "grant.attempted" // that a try failed and will be repeated; the try that ends it is audited
  | "grant.compared" // how far grants were compared with what stands; what was found is audited
  | "notification.told" // what people are reminded of: it stands in the trail already, or will
  | "notification.sent" // how far what they are told has been sent on
  | "notification.read" // that somebody has read it
  | "past.forgotten"; // what nobody needs any more, and no event speaks of, is deleted

/** Runs a transaction that leaves no event. @param _what which of the closed list it is; for whoever reads the call */
export function unaudited<T>(_what: UnauditedWrite, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return transact(work);
}

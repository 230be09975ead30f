import { allEvents } from "./list";
import { verifyChain, type ChainReport } from "./verify";

/** Checks the whole chain of this database. */
export function chainStatus(): Promise<ChainReport> {
  return verifyChain(allEvents());
}

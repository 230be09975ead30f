import { refreshPolicy } from "@/lib/catalog/refresh";
import { XaccountError } from "@/lib/errors";
import { differenceOf, findCompared, isKnownSince } from "./compare";
import { findLingering } from "./return-lingering";

/** For so long, in milliseconds, AWS may show a policy as it was before it was written: a few seconds, and some more. */
const settling = 60_000;

interface Reading {
  targetId: string;
  functionId: string;
  qualifier: string;
  /** When it was read. */
  syncedAt: Date;
}

const isSoonAfter = ({ syncedAt }: Reading, writtenAt: Date) =>
  syncedAt.getTime() - writtenAt.getTime() < settling;

/**
 * Reads policies again that differ from what the product wrote a moment before they were read: AWS is eventually
 * consistent, and nobody is to be told of a statement that somebody removed when it was only not shown yet.
 * @param targetIds which targets are looked at
 * @returns those that could not be read again: nothing is known of them now
 */
export async function readAgain(targetIds: string[]): Promise<Set<string>> {
  const doubted = new Map<string, Reading>();
  for (const grant of await findCompared(targetIds)) {
    const isThere = grant.targetGoneAt === null && grant.functionGoneAt === null;
    if (isThere && isKnownSince(grant) && isSoonAfter(grant, grant.appliedAt) && differenceOf(grant)?.drift)
      doubted.set(grant.targetId, grant);
  }
  for (const one of await findLingering(targetIds))
    if (isSoonAfter(one, one.revokedAt)) doubted.set(one.targetId, one);
  const unread = new Set<string>();
  for (const { targetId, functionId, qualifier } of doubted.values()) {
    try {
      await refreshPolicy(functionId, qualifier);
    } catch (error) {
      if (!(error instanceof XaccountError)) throw error;
      unread.add(targetId);
    }
  }
  return unread;
}

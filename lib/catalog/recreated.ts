import type { Transaction } from "@/lib/db/client";
import type { KnownFunctions } from "./ingest-functions";
import type { FunctionRead } from "./read-function";

type Known = Pick<
  KnownFunctions extends Map<string, infer R> ? R : never,
  "goneAt" | "syncedAt" | "lastModified"
>;

/** What was there of a function, as last read. */
interface Before {
  qualifier: string;
  kind: string;
  policyBytes: number;
  revisionId: string | null;
}

/** How far AWS's clock and this one may be apart. */
const skewMs = 300_000;

const isAfter = (at: Date | null, than: Date) => at !== null && at.getTime() > than.getTime() - skewMs;

/**
 * Whether what was read can't be the function that was read before. AWS tells no date of creation; but version numbers
 * are never used twice, so that a function of which no former version is left, all of whose policies went or were made
 * anew, and which was changed since, was most likely deleted and made again.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
 */
export function isAnother(read: FunctionRead, before: Before[], readBefore: Date): boolean {
  if (!isAfter(read.lastModified, readBefore)) return false;
  const now = new Map(read.targets.map((target) => [target.qualifier, target]));
  const ofKind = (kind: string) => before.filter((target) => target.kind === kind);
  // Aliases are named anew alike; they tell only where no version was published.
  const marks = ofKind("version").length > 0 ? ofKind("version") : ofKind("alias");
  if (marks.length === 0 || marks.some(({ qualifier }) => now.has(qualifier))) return false;
  const policies = before.filter(({ policyBytes }) => policyBytes > 0);
  const stays = ({ qualifier, revisionId }: Before) => now.get(qualifier)?.revisionId === revisionId;
  return policies.length > 0 && !policies.some(stays);
}

/** When a function that is read was made anew, if it was; one that was gone and was not changed since was only unseen. */
function recreatedAt(read: FunctionRead, known: Known, before: Before[]): Date | null {
  const { goneAt, syncedAt } = known;
  if (goneAt) return read.readAt > goneAt && isAfter(read.lastModified, goneAt) ? goneAt : null;
  return isAnother(read, before, syncedAt) ? read.lastModified : null;
}

/** Functions of those read that were made anew since they were read before. @returns when, by ARN */
export async function findRecreated(
  tx: Transaction,
  reads: FunctionRead[],
  known: KnownFunctions,
): Promise<Map<string, Date>> {
  const found = new Map<string, Date>();
  for (const read of reads) {
    const row = known.get(read.arn);
    // What was not changed since is the same: most are, and cost no look.
    if (!row || (!row.goneAt && row.lastModified?.getTime() === read.lastModified?.getTime())) continue;
    const before = row.goneAt
      ? []
      : await tx.target.findMany({
          // What was read since this reading began, it says nothing of.
          where: { functionId: row.id, goneAt: null, syncedAt: { lte: read.readAt } },
          select: { qualifier: true, kind: true, policyBytes: true, revisionId: true },
        });
    const at = recreatedAt(read, row, before);
    if (at) found.set(read.arn, at);
  }
  return found;
}

/** Keeps that a function was made anew; all that was granted on it is compared again. */
export async function keepRecreated(tx: Transaction, functionId: string, at: Date): Promise<void> {
  const { count } = await tx.function.updateMany({
    where: { id: functionId, OR: [{ recreatedAt: null }, { recreatedAt: { lt: at } }] },
    data: { recreatedAt: at },
  });
  if (count > 0) await tx.target.updateMany({ where: { functionId }, data: { changes: { increment: 1 } } });
}

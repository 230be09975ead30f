import { db } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { literal } from "@/lib/db/pattern";
import type { DriftKind } from "@/lib/lambda/drift";
import { findStatement } from "@/lib/lambda/policy";
import { sameStatement } from "@/lib/lambda/statement";

/** Calls of AWS that made a difference if they were made, and calls that can have made it. */
interface Causes {
  surely: string[];
  perhaps: string[];
}

/** A policy that was put whole may have held the statement still; a removal may not have said which it was of. */
const removals: Causes = {
  surely: ["RemovePermission", "DeleteResourcePolicy", "CreateFunction"],
  perhaps: ["RemovePermission", "PutResourcePolicy"],
};
const perhaps = (...calls: string[]): Causes => ({ surely: [], perhaps: calls });

const causes: Record<DriftKind, Causes> = {
  missing: removals,
  replaced: removals,
  altered: perhaps("AddPermission", "PutResourcePolicy"),
  principal_orphaned: perhaps(), // a call of IAM, which nothing tells of
  alias_gone: perhaps("DeleteAlias", "DeleteFunction"),
  function_recreated: perhaps("CreateFunction"),
  function_gone: perhaps("DeleteFunction"),
};

/** For so long, in milliseconds, AWS's clock and this one may be apart. */
const skew = 5000;

/** An active grant's statement, as it was applied. */
export interface Applied {
  functionId: string;
  qualifier: string;
  statementId: string;
  statement: string;
  appliedAt: Date;
}

/**
 * Until when a grant's statement is known to have stood as granted: the last reading of a policy that held it, or else
 * when it was applied.
 */
export async function stoodUntil(grant: Applied): Promise<Date> {
  const { functionId, qualifier, statementId, statement, appliedAt } = grant;
  const ended = await db().policySnapshot.findMany({
    where: {
      target: { functionId, qualifier },
      policy: { contains: literal(statementId) },
      goneAt: { gte: appliedAt },
    },
    orderBy: { goneAt: "desc" },
    take: 20,
  });
  for (const { policy, seenAt, lastSeenAt } of ended) {
    const found = findStatement(policy, statementId, statement);
    const at = lastSeenAt ?? seenAt;
    if (found !== null && sameStatement(found, statement)) return at > appliedAt ? at : appliedAt;
  }
  return appliedAt;
}

/** What an event told of how a difference came to be. */
export interface DriftTold {
  at: Date;
  /** As CloudTrail names the call. */
  event: string;
  by: string | null;
}

type During = { gte: Date; lte: Date } | { gte: Date; lt: Date } | { gt: Date; lte: Date };
type Order = "asc" | "desc";

const isOf = (calls: string[]): Prisma.NoticeWhereInput => ({
  OR: calls.map((name) => ({ eventName: { startsWith: literal(name) } })),
});

/** What was told of calls that can have been about a grant's statement, by kind and time. */
function noticesOf({ functionId, qualifier, statementId }: Applied, { surely, perhaps: possible }: Causes) {
  const find = async (calls: string[], at: During, order: Order, isIts: Prisma.NoticeWhereInput) => {
    if (calls.length === 0) return null; // an empty OR would leave every call in
    return db().notice.findFirst({
      where: { functionId, at, AND: [{ OR: [{ qualifier: null }, { qualifier }] }, isOf(calls), isIts] },
      // In one second, the removal was first: after the others there was nothing that it could have removed.
      orderBy: [{ at: order }, { eventName: "desc" }, { id: order }],
    });
  };
  const isNamed = { OR: [{ sid: statementId }, { NOT: isOf(["RemovePermission"]) }] };
  const mayBeNamed = { OR: [{ sid: null }, { sid: statementId }] };
  return {
    findSure: (at: During) => find(surely, at, "asc", isNamed),
    findPossible: (at: During, order: Order) => find(possible, at, order, mayBeNamed),
  };
}

/** CloudTrail tells the second. */
const secondOf = (at: Date) => Math.floor(at.getTime() / 1000) * 1000;

/**
 * The call that made a difference, where an event told of it: the first that is sure to have, since what was called after
 * it found the difference made (a function that is made anew takes nothing away that somebody removed before); where none
 * is sure, the last that can have. Those between when the statement was last read as granted and when it was noticed come
 * first; those a moment before or after count, by a clock that is behind or ahead, where there is none between.
 */
export async function findCall(
  grant: Applied,
  drift: DriftKind,
  { after, noticedAt }: { after: Date; noticedAt: Date },
): Promise<DriftTold | null> {
  // The product's own AddPermission may have been in the same second.
  const applied = drift === "altered" ? grant.appliedAt.getTime() : secondOf(grant.appliedAt);
  const stood = new Date(Math.max(applied, secondOf(after)));
  const early = new Date(Math.max(applied, after.getTime() - skew));
  const late = new Date(noticedAt.getTime() + skew);
  const { findSure, findPossible } = noticesOf(grant, causes[drift]);
  const find = async (at: During, order: Order) => (await findSure(at)) ?? findPossible(at, order);
  const notice =
    (await find({ gte: stood, lte: noticedAt }, "desc")) ??
    (await find({ gte: early, lt: stood }, "desc")) ??
    (await find({ gt: noticedAt, lte: late }, "asc"));
  return notice && { at: notice.at, event: notice.eventName, by: notice.actorArn };
}

/** A grant's columns of its difference, when it has none. */
export const noDrift = {
  ...{ drift: null, driftSince: null, driftFound: null, driftAfter: null },
  ...{ driftAt: null, driftEvent: null, driftBy: null },
};

import { db } from "@/lib/db/client";
import { literal } from "@/lib/db/pattern";
import type { DriftKind } from "@/lib/lambda/drift";
import { findStatement } from "@/lib/lambda/policy";
import { sameStatement } from "@/lib/lambda/statement";

/** Whoever made the function anew took all policies away: what was called after that did not. */
const removals = [["CreateFunction"], ["RemovePermission", "DeleteResourcePolicy", "PutResourcePolicy"]];

/** Calls of AWS that can have made a difference: those of the first list that were told of, else of the next. */
const causes: Record<DriftKind, string[][]> = {
  missing: removals,
  replaced: removals,
  altered: [["AddPermission", "PutResourcePolicy"]],
  principal_orphaned: [], // a call of IAM, which nothing tells of
  alias_gone: [["DeleteAlias", "DeleteFunction"]],
  function_recreated: [["CreateFunction"]],
  function_gone: [["DeleteFunction"]],
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

/**
 * The call that made a difference, where an event told of it: the last that can have, between when the statement was
 * last read as granted and when it was noticed. What was done before or after was not it.
 */
export async function findCall(
  { functionId, qualifier, statementId, appliedAt }: Applied,
  drift: DriftKind,
  { after, noticedAt }: { after: Date; noticedAt: Date },
): Promise<DriftTold | null> {
  // CloudTrail tells the second; the product's own AddPermission may have been in the same one.
  const applied = drift === "altered" ? appliedAt.getTime() : Math.floor(appliedAt.getTime() / 1000) * 1000;
  const from = new Date(Math.max(applied, after.getTime() - skew));
  const find = (calls: string[], at: { gte?: Date; gt?: Date; lte: Date }, order: "asc" | "desc") =>
    db().notice.findFirst({
      where: {
        ...{ functionId, at },
        AND: [
          { OR: calls.map((name) => ({ eventName: { startsWith: literal(name) } })) },
          { OR: [{ sid: null }, { sid: statementId }] },
          { OR: [{ qualifier: null }, { qualifier }] },
        ],
      },
      orderBy: [{ at: order }, { id: order }],
    });
  for (const calls of causes[drift]) {
    const notice =
      (await find(calls, { gte: from, lte: noticedAt }, "desc")) ??
      (await find(calls, { gt: noticedAt, lte: new Date(noticedAt.getTime() + skew) }, "asc")); // by a clock that is ahead
    if (notice) return { at: notice.at, event: notice.eventName, by: notice.actorArn };
  }
  return null;
}

/** A grant's columns of its difference, when it has none. */
export const noDrift = {
  ...{ drift: null, driftSince: null, driftFound: null, driftAfter: null },
  ...{ driftAt: null, driftEvent: null, driftBy: null },
};

import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { Decision } from "@/lib/lambda/types";
import { actionOf, callerOf, decideRow, findPolicies } from "./decide";
import { whereOf, type AccessQuery } from "./query";
import { accessRows, type AccessRow } from "./rows";

/** A row whose answer was another at one of two moments. */
export interface ChangedRow extends AccessRow {
  change: "gained" | "lost";
  before: Decision;
  after: Decision;
}

/** No more rows than these are compared; then a filter narrows the question. */
export const mostCompared = 2000;

/** Targets whose policy was another at some time between. */
async function changedTargets(from: Date, to: Date): Promise<string[]> {
  const rows = await db().$queryRaw<{ targetId: string }[]>`
    SELECT DISTINCT "targetId" FROM "PolicySnapshot"
    WHERE ("seenAt" > ${from} AND "seenAt" <= ${to}) OR ("goneAt" > ${from} AND "goneAt" <= ${to})`;
  return rows.map(({ targetId }) => targetId);
}

/**
 * Who gained and who lost access between two moments: by statements that came or went, and by others that a Deny
 * took away or gave back.
 * @returns `more` when there was more to compare than `mostCompared`
 */
export async function listChanges(
  query: AccessQuery,
  from: Date,
  to: Date,
): Promise<{ rows: ChangedRow[]; more: boolean }> {
  const targetIds = await changedTargets(from, to);
  if (targetIds.length === 0) return { rows: [], more: false };
  const among = Prisma.sql`p."targetId" = ANY(${targetIds}::uuid[])`;
  const standingAt = (at: Date) =>
    accessRows(
      [among, ...whereOf({ ...query, at, age: undefined, after: undefined }, at)],
      [],
      mostCompared + 1,
    );
  const [then, now] = await Promise.all([standingAt(from), standingAt(to)]);
  const keyOf = (row: AccessRow) => `${row.statementId} ${row.principalKind} ${row.principal}`;
  const rows = [...new Map([...then, ...now].map((row) => [keyOf(row), row])).values()];
  const [stoodThen, standsNow] = [new Set(then.map(keyOf)), new Set(now.map(keyOf))];
  const [before, after] = await Promise.all([findPolicies(targetIds, from), findPolicies(targetIds, to)]);
  const changed = rows.flatMap((row): ChangedRow[] => {
    const caller = callerOf(row);
    // Whom nobody can ask about is as unknown as the statement is there.
    const ask = (policies: typeof before, standing: ReadonlySet<string>): Decision =>
      caller || standing.has(keyOf(row))
        ? decideRow(row, caller, undefined, actionOf(row, query.action), policies)
        : "denied";
    const [was, is] = [ask(before, stoodThen), ask(after, standsNow)];
    // A statement that was written anew, to the same effect, changed nobody's access.
    if (was === is) return [];
    const change = is === "denied" || (was === "allowed" && is === "unknown") ? "lost" : "gained";
    return [{ ...row, change, before: was, after: is }];
  });
  return { rows: changed, more: then.length > mostCompared || now.length > mostCompared };
}

import type { Prisma } from "@/lib/db/generated/client";
import type { Decision } from "@/lib/lambda/types";
import { actionOf, callerOf, decideRow, findPolicies } from "./decide";
import { whereOf, type AccessQuery } from "./query";
import { accessRows, cursorOf, type AccessRow } from "./rows";

/** A row with what the target's whole policy says of its principal: never denied. */
export interface DecidedRow extends AccessRow {
  decision: Decision;
  /** The action it was asked about. */
  asked: string;
}

/** A page of rows; `next` is for `after`, null at the end. */
export interface Page<T> {
  rows: T[];
  next: string | null;
}

/** How often further rows are fetched for a page, where denied ones fell out of it. */
const mostRounds = 20;

/**
 * Fills a page with rows that are not denied.
 * @param fetch rows behind a cursor, `limit` at most
 * @param decide what each comes to
 */
export async function fillPage<T extends DecidedRow>(
  after: string | undefined,
  limit: number,
  fetch: (after: string | undefined, limit: number) => Promise<AccessRow[]>,
  decide: (rows: AccessRow[]) => Promise<T[]>,
): Promise<Page<T>> {
  const rows: T[] = [];
  let cursor = after;
  for (let round = 0; round < mostRounds; round += 1) {
    const found = await fetch(cursor, limit + 1);
    const decided = await decide(found);
    for (const row of decided) {
      if (rows.length === limit) return { rows, next: cursor ?? null };
      cursor = cursorOf(row);
      if (row.decision !== "denied") rows.push(row);
    }
    if (found.length <= limit) return { rows, next: null };
  }
  return { rows, next: cursor ?? null };
}

async function decideAll(rows: AccessRow[], { action, at }: AccessQuery): Promise<DecidedRow[]> {
  // Whether a row is the answer by itself is kept of today's policy only.
  const isAnswer = (row: AccessRow) => row.decided && !at;
  const asked = rows.filter((row) => !isAnswer(row));
  const policies = await findPolicies(
    asked.map(({ targetId }) => targetId),
    at,
  );
  return rows.map((row) => ({
    ...row,
    asked: actionOf(row, action),
    decision: isAnswer(row)
      ? ("allowed" as const)
      : decideRow(row, callerOf(row), undefined, actionOf(row, action), policies),
  }));
}

/**
 * Who can invoke what, for every target, by every statement there is: whoever is named, if nothing denies it to them.
 * @param fetch rows of the index that meet all conditions; absent: all of them
 */
export function listAccess(
  query: AccessQuery,
  limit = 50,
  fetch = (where: Prisma.Sql[], most: number) => accessRows(where, [], most),
): Promise<Page<DecidedRow>> {
  const now = new Date();
  return fillPage(
    query.after,
    limit,
    (after, most) => fetch(whereOf({ ...query, after }, now), most),
    (rows) => decideAll(rows, query),
  );
}

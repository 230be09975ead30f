import { covers, type CoverFacts } from "./covers";
import { addStatement, isReadable, policyLimitBytes, readPolicy } from "./policy";
import type { RenderedStatement } from "./statement";
import type { Statement, UnreadableStatement } from "./types";

/**
 * Why a statement could go: whom it names was deleted; its grant has ended; another statement allows the same; or none
 * of these, but it is large.
 */
export type Cause = "deleted" | "ended" | "duplicate" | "large";

/** A statement that could go. */
export interface Removable {
  ordinal: number;
  /** Its Sid, or which one it is. */
  name: string;
  /** What its going frees, its comma included. */
  bytes: number;
  cause: Cause;
  /** The statement that allows the same. */
  by?: string;
}

/** How a policy stands to its limit when a statement is added. */
export interface PolicyRoom {
  bytes: number;
  /** How many bytes are too many; 0 when it fits. */
  over: number;
  /** What nobody would miss. */
  free: Removable[];
  /** The largest of the others; null when there is none. */
  largest: Removable | null;
  /** What has to go for it to fit: of `free` first, then the largest, what allows before what denies. */
  mustGo: Removable[];
}

/** What is known of a policy beside its text. */
export interface RoomFacts extends CoverFacts {
  /** Statement IDs of grants that have ended. */
  endedSids?: string[];
  /** Bytes of statements that are approved and not written yet. */
  comingBytes?: number;
}

type One = Statement | UnreadableStatement;

/** How a statement is called: by its ID, or by its place counted from 1. */
export const statementName = ({ sid, ordinal }: Pick<One, "sid" | "ordinal">) => sid ?? `no. ${ordinal + 1}`;

const bytesOf = ({ document }: One) => new TextEncoder().encode(document).length + 1;
const removable = (one: One, cause: Cause, by?: One): Removable => ({
  ...{ ordinal: one.ordinal, name: statementName(one), bytes: bytesOf(one), cause },
  ...(by ? { by: statementName(by) } : {}),
});
const largestFirst = (a: Removable, b: Removable) => b.bytes - a.bytes;

const namesDeleted = ({ principals }: Statement) => principals.some(({ kind }) => kind === "orphan");

const namesOnlyDeleted = (one: One): one is Statement =>
  isReadable(one) &&
  one.effect === "Allow" &&
  !one.notPrincipal &&
  one.principals.length > 0 &&
  one.principals.every(({ kind }) => kind === "orphan");

/** What nobody would miss, and the statements that are a reason for that: those have to stay. */
export function findFree(statements: One[], { endedSids = [], ...facts }: RoomFacts) {
  const free: Removable[] = [];
  const take = (cause: Cause, test: (one: One) => boolean) =>
    free.push(
      ...statements
        .filter(test)
        .map((one) => removable(one, cause))
        .sort(largestFirst),
    );
  take("deleted", namesOnlyDeleted);
  const gone = () => new Set(free.map(({ ordinal }) => ordinal));
  const deleted = gone();
  take("ended", (one) => !deleted.has(one.ordinal) && one.sid !== null && endedSids.includes(one.sid));
  let left = statements.filter(({ ordinal }) => !gone().has(ordinal)).filter(isReadable);
  const kept = new Set<number>();
  const duplicates: Removable[] = [];
  // Of two that say the same the one that also names somebody deleted goes, else the later. What is gone is no reason
  // for another to go.
  const order = left.toReversed().sort((a, b) => Number(namesDeleted(b)) - Number(namesDeleted(a)));
  for (const one of order) {
    const by = left.find((other) => other !== one && covers(other, one, facts));
    if (!by) continue;
    left = left.filter((other) => other !== one);
    kept.add(by.ordinal);
    duplicates.push(removable(one, "duplicate", by));
  }
  return { free: [...free, ...duplicates.sort(largestFirst)], kept };
}

/** What has to stay the longest: what may deny, for without it more is allowed; then the reasons of duplicates. */
const weight = (one: One, kept: Set<number>) => (one.effect !== "Allow" ? 2 : kept.has(one.ordinal) ? 1 : 0);

/**
 * Whether a statement still fits into a policy, and which ones could go to make room.
 * @param policy the document now; null when there is none
 */
export function policyRoom(policy: string | null, added: RenderedStatement, facts: RoomFacts): PolicyRoom {
  const { statements } = readPolicy(policy);
  const bytes = addStatement(policy, added).bytes + (facts.comingBytes ?? 0);
  const over = Math.max(0, bytes - policyLimitBytes);
  const { free, kept } = findFree(statements, facts);
  const isFree = new Set(free.map(({ ordinal }) => ordinal));
  const rest = statements
    .filter(({ ordinal }) => !isFree.has(ordinal))
    .sort((a, b) => weight(a, kept) - weight(b, kept) || bytesOf(b) - bytesOf(a))
    .map((one) => removable(one, "large"));
  const mustGo: Removable[] = [];
  let missing = over;
  for (const one of [...free, ...rest]) {
    if (missing <= 0) break;
    mustGo.push(one);
    missing -= one.bytes;
  }
  return { bytes, over, free, largest: rest[0] ?? null, mustGo };
}

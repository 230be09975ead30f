import { z } from "zod";
import { readPrincipals } from "./principal";
import { sameStatement } from "./statement";

/** How AWS shows a role or user that was deleted, in place of its ARN. */
const deleted = /"A(ROA|IDA)[A-Z0-9]{12,}"/;
const identity = /"(A(ROA|IDA)[A-Z0-9]{12,}|arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[^"]+)"/;

const masked = (statement: string) => statement.replace(identity, '"*identity*"');

/** Whether a statement is one that was granted, but for its role or user: that was deleted, and nothing else differs. */
export function isOrphaned(found: string, granted: string): boolean {
  return deleted.test(found) && sameStatement(masked(found), masked(granted));
}

/** A statement that names a role or user that was deleted: while it stands, AWS takes no further one into its policy. */
export interface OrphanStatement {
  /** Its place in the policy, from 0. */
  ordinal: number;
  /** Null where it has none: RemovePermission can't take it away then. */
  sid: string | null;
  /** The unique IDs that stand for whom it named. */
  ids: string[];
  /** Whether it names nobody else, so that it lets nobody in. */
  isForNobody: boolean;
}

const policyShape = z.object({ Statement: z.unknown() });
const statementShape = z.object({
  Sid: z.string().min(1).nullable().catch(null),
  Principal: z.unknown().optional(),
  NotPrincipal: z.unknown().optional(),
});

function readOrphan(raw: unknown, ordinal: number): OrphanStatement | null {
  const read = statementShape.safeParse(raw);
  if (!read.success) return null;
  const { Sid: sid, Principal, NotPrincipal } = read.data;
  const named = [Principal, NotPrincipal].flatMap((one) => (one === undefined ? [] : readPrincipals(one)));
  const ids = named.flatMap(({ kind, text }) => (kind === "orphan" ? [text] : []));
  if (ids.length === 0) return null;
  return { ordinal, sid, ids, isForNobody: NotPrincipal === undefined && ids.length === named.length };
}

/**
 * The statements of a policy that name a role or user that was deleted; also those without an ID, and those of which the
 * rest can't be read.
 * @param policy the document as GetPolicy returned it; null when there is none
 */
export function findOrphans(policy: string | null): OrphanStatement[] {
  if (policy === null) return [];
  try {
    const { Statement } = policyShape.parse(JSON.parse(policy));
    const list: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
    return list.flatMap((raw, ordinal) => readOrphan(raw, ordinal) ?? []);
  } catch {
    return []; // it is no policy
  }
}

import { db } from "@/lib/db/client";
import { grantCan } from "./can";
import { findFailure } from "./failure";
import { factsOf, type Settled } from "./live";
import { statementInputOf, type GrantFacts } from "./principal";
import { cannotFitAgain } from "./room";
import { findInstead, standsInstead, type Said } from "./standing";

/** What of a grant says where to look. */
interface Looked extends Said, GrantFacts, Settled {
  id: string;
}

/** A statement that keeps AWS from taking a grant's. */
export interface Blocker {
  id: string;
  sid: string;
  document: string;
  /** The request behind it, where a grant stands for it. */
  requestId: number | null;
}

/** What stands in AWS in a grant's way, or under its ID, as last read. */
export interface Found {
  /** The statement of the grant's ID; null when there is none. */
  standing: string | null;
  blockers: Blocker[];
  /** Why it is not tried again, where another grant stands for the same by now; null otherwise. */
  instead: string | null;
  /** Why AWS would not take its statement again, where it may be restored; null otherwise. */
  full: string | null;
}

async function blockersOf({ functionId, qualifier, failure }: Looked): Promise<Blocker[]> {
  const sids = findFailure(failure)?.blockers ?? [];
  if (sids.length === 0) return [];
  const rows = await db().statement.findMany({
    where: { sid: { in: sids }, goneAt: null, target: { functionId, qualifier } },
    orderBy: { ordinal: "asc" },
    select: { id: true, sid: true, document: true, grant: { select: { requestId: true } } },
  });
  return rows.map(({ grant, sid, ...row }) => ({
    ...{ ...row, sid: sid ?? "", requestId: grant?.requestId ?? null },
  }));
}

async function insteadOf(grant: Looked): Promise<string | null> {
  const instead = grant.state === "failed" ? await findInstead(db(), grant) : null;
  return instead && standsInstead(instead);
}

/** Of one whose statement was removed. */
async function fullOf(grant: Looked): Promise<string | null> {
  if (!grantCan.restore(factsOf(grant)).ok) return null;
  const { functionId } = grant;
  const fn = await db().function.findUnique({
    where: { id: functionId, goneAt: null },
    select: { id: true, arn: true },
  });
  return fn && cannotFitAgain(db(), fn, statementInputOf(grant, fn.arn.split(":")[1] ?? "aws"));
}

/** What stands in AWS for some grants, or in their way. @returns by grant */
export async function findFound(grants: Looked[]): Promise<Map<string, Found>> {
  const standing = await db().statement.findMany({
    where: { grantId: { in: grants.map(({ id }) => id) }, goneAt: null },
    select: { grantId: true, document: true },
  });
  const documents = new Map(standing.map(({ grantId, document }) => [grantId, document]));
  const found = new Map<string, Found>();
  for (const grant of grants)
    found.set(grant.id, {
      standing: documents.get(grant.id) ?? null,
      blockers: await blockersOf(grant),
      instead: await insteadOf(grant),
      full: await fullOf(grant),
    });
  return found;
}

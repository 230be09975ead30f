import type { Transaction } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { functionFindings, gravity } from "@/lib/lambda/findings/find";
import type { AccessFinding } from "@/lib/lambda/findings/types";
import { readPolicy } from "@/lib/lambda/policy";
import type { FunctionArn } from "@/lib/lambda/types";
import { statementIdentity } from "./statement-rows";

/** A function as it stands, with the text of its targets' policies. */
export interface StandingFunction {
  id: string;
  owner: FunctionArn;
  /** When it was seen to be so. */
  at: Date;
  targets: {
    qualifier: string;
    kind: "function" | "alias" | "version";
    version: string | null;
    policy: string | null;
  }[];
}

/** A finding stays the same one while the statement it is about stays, wherever that stands. */
function keyOf(finding: AccessFinding, documents: Map<string, string>): string {
  const about =
    finding.ordinal === null ? "" : (documents.get(`${finding.qualifier} ${finding.ordinal}`) ?? "");
  return `${finding.code} ${finding.qualifier} ${about}`.trim();
}

/** Accounts that the policies name, with their organizations, of those that are known. */
async function organizations(
  tx: Transaction,
  functions: StandingFunction[],
): Promise<Map<string, string | null>> {
  const policies = functions.flatMap(({ targets }) => targets.flatMap(({ policy }) => policy ?? []));
  const named = policies.flatMap((policy) => policy.match(/\b\d{12}\b/g) ?? []);
  const rows = await tx.account.findMany({
    where: { id: { in: [...new Set([...functions.map(({ owner }) => owner.accountId), ...named])] } },
    select: { id: true, organizationId: true },
  });
  return new Map(rows.map(({ id, organizationId }) => [id, organizationId]));
}

/** What is found in a function, by key. */
function findingsOf(
  { owner, targets }: StandingFunction,
  known: Map<string, string | null>,
): Map<string, AccessFinding> {
  const read = targets.map((target) => ({ ...target, policy: readPolicy(target.policy) }));
  const documents = new Map(
    read.flatMap(({ qualifier, policy }) =>
      policy.statements.map(
        ({ ordinal, document }) => [`${qualifier} ${ordinal}`, statementIdentity(document)] as const,
      ),
    ),
  );
  const found = functionFindings({ owner, targets: read, organizationOf: (id) => known.get(id) });
  return new Map(found.map((finding) => [keyOf(finding, documents), finding]));
}

const isSame = (finding: AccessFinding, row: Record<string, unknown>) =>
  Object.entries(finding).every(([name, value]) => row[name] === value);

/**
 * Brings the findings of functions up to date with their policies; those that stay keep their age and
 * acknowledgement, and cost nothing.
 */
export async function updateFindingsOf(tx: Transaction, functions: StandingFunction[]): Promise<void> {
  if (functions.length === 0) return;
  const known = await organizations(tx, functions);
  const ids = functions.map(({ id }) => id);
  const rows = await tx.finding.findMany({ where: { functionId: { in: ids } } });
  const before = new Map(rows.map((row) => [`${row.functionId} ${row.key}`, row]));
  const fresh: Prisma.FindingCreateManyInput[] = [];
  for (const fn of functions) {
    for (const [key, finding] of findingsOf(fn, known)) {
      const row = before.get(`${fn.id} ${key}`);
      before.delete(`${fn.id} ${key}`);
      const data = { ...finding, gravity: gravity[finding.level] };
      if (!row) fresh.push({ ...data, functionId: fn.id, key, firstSeenAt: fn.at });
      else if (!isSame(data, row)) await tx.finding.update({ where: { id: row.id }, data });
    }
  }
  const gone = [...before.values()].map(({ id }) => id);
  if (gone.length > 0) await tx.finding.deleteMany({ where: { id: { in: gone } } });
  if (fresh.length > 0) await tx.finding.createMany({ data: fresh });
}

/** As `updateFindingsOf`, of one function whose targets are as the database has them. */
export async function updateFindings(
  tx: Transaction,
  id: string,
  owner: FunctionArn,
  at: Date,
): Promise<void> {
  const targets = await tx.target.findMany({
    where: { functionId: id, goneAt: null },
    select: { qualifier: true, kind: true, version: true, policy: true },
  });
  await updateFindingsOf(tx, [{ id, owner, at, targets }]);
}

import type { Transaction } from "@/lib/db/client";
import { functionFindings, gravity } from "@/lib/lambda/findings/find";
import type { AccessFinding } from "@/lib/lambda/findings/types";
import { readPolicy } from "@/lib/lambda/policy";
import type { FunctionArn } from "@/lib/lambda/types";
import { statementIdentity } from "./statement-rows";

/** A finding stays the same one while the statement it is about stays, wherever that stands. */
function keyOf(finding: AccessFinding, documents: Map<string, string>): string {
  const about =
    finding.ordinal === null ? "" : (documents.get(`${finding.qualifier} ${finding.ordinal}`) ?? "");
  return `${finding.code} ${finding.qualifier} ${about}`.trim();
}

/** Accounts that the policies name, with their organizations, of those that are known. */
async function organizations(
  tx: Transaction,
  owner: FunctionArn,
  policies: string[],
): Promise<Map<string, string | null>> {
  const named = policies.flatMap((policy) => policy.match(/\b\d{12}\b/g) ?? []);
  const rows = await tx.account.findMany({
    where: { id: { in: [...new Set([owner.accountId, ...named])] } },
    select: { id: true, organizationId: true },
  });
  return new Map(rows.map(({ id, organizationId }) => [id, organizationId]));
}

/** Brings a function's findings up to date with its policies; those that stay keep their age and acknowledgement. */
export async function updateFindings(
  tx: Transaction,
  functionId: string,
  owner: FunctionArn,
  now: Date,
): Promise<void> {
  const targets = await tx.target.findMany({
    where: { functionId, goneAt: null },
    select: { qualifier: true, kind: true, version: true, policy: true },
  });
  const known = await organizations(
    tx,
    owner,
    targets.flatMap(({ policy }) => policy ?? []),
  );
  const read = targets.map((target) => ({ ...target, policy: readPolicy(target.policy) }));
  const documents = new Map(
    read.flatMap(({ qualifier, policy }) =>
      policy.statements.map(
        ({ ordinal, document }) => [`${qualifier} ${ordinal}`, statementIdentity(document)] as const,
      ),
    ),
  );
  const found = functionFindings({ owner, targets: read, organizationOf: (id) => known.get(id) });
  const byKey = new Map(found.map((finding) => [keyOf(finding, documents), finding]));
  const before = await tx.finding.findMany({ where: { functionId }, select: { id: true, key: true } });
  const gone = before.filter(({ key }) => !byKey.has(key)).map(({ id }) => id);
  if (gone.length > 0) await tx.finding.deleteMany({ where: { id: { in: gone } } });
  const kept = new Map(before.map(({ id, key }) => [key, id]));
  for (const [key, finding] of byKey) {
    const id = kept.get(key);
    const data = { ...finding, gravity: gravity[finding.level] };
    if (id) await tx.finding.update({ where: { id }, data });
    else await tx.finding.create({ data: { ...data, functionId, key, firstSeenAt: now } });
  }
}

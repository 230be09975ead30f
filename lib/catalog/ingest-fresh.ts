import { randomUUID } from "node:crypto";
import type { Transaction } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { isReadable, readPolicy } from "@/lib/lambda/policy";
import { statementReach, widest } from "@/lib/lambda/reach";
import type { Ingested } from "./ingest";
import { givesOnly } from "./ingest-policy";
import type { TargetRead } from "./read-function";
import { statementRows } from "./statement-rows";

/** A target that was not known before. */
export interface Fresh extends Ingested {
  target: TargetRead;
  columns: Pick<Prisma.TargetCreateManyInput, "kind" | "version" | "routing" | "description">;
}

/** Which grant a statement of a target is, by function, qualifier and statement ID. */
async function findGrants(tx: Transaction, functionIds: string[]): Promise<Map<string, string>> {
  const grants = await tx.grant.findMany({
    where: { functionId: { in: functionIds } },
    select: { id: true, functionId: true, qualifier: true, statementId: true },
  });
  return new Map(
    grants.map(({ id, functionId, qualifier, statementId }) => [
      `${functionId} ${qualifier} ${statementId}`,
      id,
    ]),
  );
}

/** Makes the rows of targets that are new, with their policies and statements: a few inserts for all of them. */
export async function writeFresh(tx: Transaction, fresh: Fresh[]): Promise<void> {
  if (fresh.length === 0) return;
  const grants = await findGrants(tx, [...new Set(fresh.map(({ id }) => id))]);
  const targets: Prisma.TargetCreateManyInput[] = [];
  const snapshots: Prisma.PolicySnapshotCreateManyInput[] = [];
  const statements: ReturnType<typeof statementRows>[] = [];
  for (const { id: functionId, owner, read, target, columns } of fresh) {
    const { qualifier, policy, revisionId } = target;
    const targetId = randomUUID();
    const at = read.readAt;
    const document = readPolicy(policy);
    const alone = givesOnly(document);
    for (const statement of document.statements) {
      const grantId = grants.get(`${functionId} ${qualifier} ${statement.sid}`);
      const place = { functionId, targetId, qualifier, owner };
      statements.push(statementRows(randomUUID(), place, statement, { alone, firstSeenAt: at, grantId }));
    }
    const exposure = widest(
      document.statements.filter(isReadable).map((one) => statementReach(one, owner).exposure),
    );
    targets.push({
      ...{ id: targetId, functionId, qualifier, policy, revisionId, exposure },
      ...{ ...columns, policyBytes: document.bytes, syncedAt: at },
    });
    if (policy !== null) snapshots.push({ targetId, policy, revisionId, seenAt: at });
  }
  await tx.target.createMany({ data: targets });
  if (snapshots.length > 0) await tx.policySnapshot.createMany({ data: snapshots });
  if (statements.length === 0) return;
  await tx.statement.createMany({ data: statements.map((rows) => rows.statement) });
  await tx.statementPrincipal.createMany({ data: statements.flatMap((rows) => rows.principals) });
}

import type { Transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { env } from "@/lib/env";
import { parseFunctionArn } from "@/lib/lambda/arn";
import { endTargets, ingestPolicy, updateExposure } from "./ingest-policy";
import { resolveOwners } from "./owners";
import type { FunctionRead } from "./read-function";
import { updateFindings } from "./update-findings";

async function upsertFunction(tx: Transaction, read: FunctionRead, now: Date): Promise<string> {
  const overrides = await tx.ownerOverride.findMany({
    where: { OR: [{ accountId: null }, { accountId: read.accountId }] },
  });
  const { owners, source } = resolveOwners(read, overrides, env().XACCOUNT_OWNER_TAG);
  const { accountId, region, name, arn, description, runtime, lastModified, tags } = read;
  const aliases = read.targets.filter(({ kind }) => kind === "alias").map(({ qualifier }) => qualifier);
  const data = {
    arn,
    description,
    runtime,
    lastModified,
    tags,
    owners,
    ownerSource: source,
    aliases,
    syncedAt: now,
    goneAt: null,
  };
  const row = await tx.function.upsert({
    where: { accountId_region_name: { accountId, region, name } },
    create: { accountId, region, name, ...data, firstSeenAt: now },
    update: data,
    select: { id: true },
  });
  return row.id;
}

/**
 * Puts a function, as just read, in the place of what was known of it: its targets, their policies, their statements.
 * @returns the function's id
 */
export async function ingest(tx: Transaction, read: FunctionRead): Promise<string> {
  const now = read.readAt;
  const functionId = await upsertFunction(tx, read, now);
  const owner = parseFunctionArn(read.arn);
  if (!owner.ok) throw new Error(`AWS named a function by what is no ARN: ${read.arn}`);
  const gone = await tx.target.findMany({
    where: { functionId, goneAt: null, qualifier: { notIn: read.targets.map(({ qualifier }) => qualifier) } },
    select: { id: true },
  });
  await endTargets(
    tx,
    gone.map(({ id }) => id),
    now,
  );
  for (const { qualifier, kind, version, routing, description, policy, revisionId } of read.targets) {
    const data = { kind, version, routing: routing ?? Prisma.DbNull, description, goneAt: null };
    const target = await tx.target.upsert({
      where: { functionId_qualifier: { functionId, qualifier } },
      create: { functionId, qualifier, ...data, syncedAt: now },
      update: data,
      select: { id: true, policy: true, revisionId: true },
    });
    const { id, ...before } = target;
    // The same text reads the same: only what changed is written again.
    if (before.policy === policy && before.revisionId === revisionId) {
      await tx.target.updateMany({ where: { id, syncedAt: { lt: now } }, data: { syncedAt: now } });
      continue;
    }
    const place = { functionId, targetId: id, qualifier, owner: owner.value };
    await ingestPolicy(tx, place, { policy, revisionId }, now);
  }
  await updateExposure(tx, functionId);
  await updateFindings(tx, functionId, owner.value, now);
  return functionId;
}

import type { Actor } from "@/lib/audit/actor";
import { db } from "@/lib/db/client";
import type { LivePolicy } from "@/lib/aws/region-client";
import { unaudited } from "@/lib/db/unaudited";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { mark } from "@/lib/marks";
import { parseFunctionArn } from "@/lib/lambda/arn";
import { clientFor } from "./accounts";
import { ingest } from "./ingest";
import { endFunctions, ingestPolicy, updateExposure } from "./ingest-policy";
import { updateFindings } from "./update-findings";
import { readFunction } from "./read-function";

/**
 * Reads one function from AWS again, whole: its aliases, versions and policies.
 * @param urgent whether somebody waits for it
 * @throws XaccountError NotFound when it is gone; Throttled, Unreachable or Refused from AWS
 */
export async function refreshFunction(actor: Actor, functionId: string, urgent = true): Promise<void> {
  const row = await db().function.findUnique({ where: { id: functionId } });
  if (!row) throw new XaccountError("NotFound", "There is no such function here; nothing was read.");
  assertMay(actor, "sync", {
    type: "Function",
    accountId: row.accountId,
    region: row.region,
    name: row.name,
    owners: row.owners,
  });
  // What nobody waits for is tried again, where AWS is late.
  const client = await clientFor(row.accountId, row.region, { urgent, brief: !urgent });
  const beganAt = new Date();
  const versions = await client.listVersionsOf(row.name);
  const read = versions.length > 0 ? await readFunction(client, row.accountId, versions) : null;
  if (!read) {
    await unaudited("catalog.read", (tx) => endFunctions(tx, [functionId], beganAt));
    throw new XaccountError(
      "NotFound",
      `AWS no longer has ${row.name} in account ${row.accountId}, ${row.region}. What is shown is what was last read.`,
    );
  }
  await unaudited("catalog.read", (tx) => ingest(tx, read));
}

/** Reads a function again, as the worker, after all that somebody waits for; one that is gone is found to be so. */
export async function rereadFunction(functionId: string): Promise<void> {
  try {
    await refreshFunction({ kind: "system", name: "worker" }, functionId, false);
  } catch (error) {
    if (!(error instanceof XaccountError) || error.code !== "NotFound") throw error;
  }
}

/**
 * Reads one target's policy from AWS again.
 * @returns the policy as it is now
 * @throws XaccountError NotFound when the target is not known; Throttled, Unreachable or Refused from AWS
 */
export async function refreshPolicy(functionId: string, qualifier: string): Promise<LivePolicy> {
  const target = await db().target.findUnique({
    where: { functionId_qualifier: { functionId, qualifier } },
    include: { function: true },
  });
  if (!target || target.goneAt)
    throw new XaccountError(
      "NotFound",
      `The function has no alias or version “${qualifier}” any more; nothing was changed.`,
    );
  const client = await clientFor(target.function.accountId, target.function.region);
  const live = await client.readPolicy(target.function.name, qualifier);
  if (live.policy !== target.policy || live.revisionId !== target.revisionId) {
    await unaudited("catalog.read", (tx) => policyRead(tx, functionId, qualifier, live));
  }
  return live;
}

/**
 * Keeps a target's policy as just read, in the caller's transaction. Nothing when the target is not known, or when a
 * reading that began later is kept already: that was compared before the caller was through, and is again.
 */
export async function policyRead(
  tx: Parameters<typeof ingest>[0],
  functionId: string,
  qualifier: string,
  live: LivePolicy,
): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "Function" WHERE id = ${functionId}::uuid FOR NO KEY UPDATE`;
  const target = await tx.target.findUnique({
    where: { functionId_qualifier: { functionId, qualifier } },
    include: { function: { select: { arn: true } } },
  });
  const owner = target ? parseFunctionArn(target.function.arn) : null;
  if (!target || target.goneAt || !owner?.ok) return;
  const place = { functionId, targetId: target.id, qualifier, owner: owner.value };
  await mark("before the policy is kept");
  if (target.syncedAt > live.readAt)
    await tx.target.update({ where: { id: target.id }, data: { changes: { increment: 1 } } });
  await ingestPolicy(tx, place, live, live.readAt);
  await updateExposure(tx, functionId);
  await updateFindings(tx, functionId, owner.value, new Date());
  await mark("after the policy was kept");
}

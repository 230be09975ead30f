import { setTimeout as pause } from "node:timers/promises";
import { AwsFailure } from "@/lib/aws/errors";
import type { LivePolicy, RegionClient } from "@/lib/aws/region-client";
import { isOrphaned } from "@/lib/lambda/orphaned";
import { findStatement, findStatements } from "@/lib/lambda/policy";
import { renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
import { inputOf, type GrantRow, type Writer } from "./live";

/** The policy once the statement is gone. */
export interface Removed {
  live: LivePolicy;
  awsRequestId: string | null;
}

const rounds = 8;

/** Whether what stands may be removed: it is what was granted, or what somebody saw and decided to remove. */
function isOurs(grant: GrantRow, present: string): boolean {
  const ours = grant.statement ?? statementText(renderStatement(inputOf(grant)));
  if (sameStatement(present, ours)) return true;
  if (grant.removeFound !== null && sameStatement(present, grant.removeFound)) return true;
  return isOrphaned(present, ours);
}

/** AWS removes by ID alone: where another has it, that one would go, too. */
function notOurs({ statementId }: GrantRow, found: string, twice: boolean): AwsFailure {
  const sentence = twice
    ? `Another statement has the ID ${statementId}, too, so that neither was removed: AWS would take that one with it. Give it another ID in AWS, or take it away there.`
    : `The statement ${statementId} was changed by somebody, so it was not removed. Look at what stands there now: remove it here, or in AWS if nobody needs it.`;
  return new AwsFailure("other", "Conflict", sentence, found);
}

/** Calls RemovePermission. @returns false when somebody else wrote meanwhile */
async function remove(grant: GrantRow, { client, held }: Writer, revisionId: string | null) {
  const target = { name: grant.functionName, qualifier: grant.qualifier };
  try {
    return await client.removePermission(target, grant.statementId, revisionId, held);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    if (error.awsKind === "not-found") return { awsRequestId: grant.revokeAwsRequestId }; // gone is gone
    if (error.awsKind === "precondition" || error.awsKind === "concurrent-update") return false;
    throw error;
  }
}

/** Reads until it is no longer shown: policies are eventually consistent. */
async function readGone(grant: GrantRow, client: RegionClient): Promise<LivePolicy> {
  for (let wait = 0; wait <= 1600; wait = wait * 2 || 100) {
    if (wait > 0) await pause(wait);
    const live = await client.readPolicy(grant.functionName, grant.qualifier);
    if (!findStatement(live.policy, grant.statementId)) return live;
  }
  throw new AwsFailure(
    "unreachable",
    "Unreachable",
    "AWS took the removal and still shows the statement. It is read again shortly.",
    null,
  );
}

/** Looks a few more times for what was not shown. @returns null when it is there after all */
async function stayedGone(grant: GrantRow, client: RegionClient): Promise<LivePolicy | null> {
  for (let wait = 400; ; wait *= 2) {
    await pause(wait);
    const live = await client.readPolicy(grant.functionName, grant.qualifier);
    if (findStatement(live.policy, grant.statementId)) return null;
    if (wait >= 1600) return live;
  }
}

/**
 * Removes a grant's statement, and no other. Also where a reading does not show it the removal is sent: what was
 * written a moment ago may not be shown yet, and would stay. But not of one that was adopted, whose ID is somebody
 * else's: whoever makes one of that ID now makes another. Run again at any point, it comes to the same.
 * @throws AwsFailure; Conflict when what stands is something else; XaccountError Unreachable when another may be the
 * only writer by now
 */
export async function removeStatement(grant: GrantRow, writer: Writer): Promise<Removed> {
  const { client } = writer;
  for (let at = 1; at <= rounds; at++) {
    const before = await client.readPolicy(grant.functionName, grant.qualifier);
    const present = findStatements(before.policy, grant.statementId);
    const other = present.find((one) => !isOurs(grant, one));
    if (other) throw notOurs(grant, other, present.length > 1);
    if (present.length === 0 && grant.origin === "adopted") {
      const live = await stayedGone(grant, client);
      if (live) return { live, awsRequestId: grant.revokeAwsRequestId };
      continue;
    }
    const removed = await remove(grant, writer, present.length > 0 ? before.revisionId : null);
    if (removed) return { live: await readGone(grant, client), awsRequestId: removed.awsRequestId };
    await pause(Math.random() * 50 * 2 ** at);
  }
  throw new AwsFailure(
    "concurrent-update",
    "Conflict",
    "Somebody else keeps changing this policy at the same moment; the statement was not removed by this try. It is tried again shortly.",
    null,
  );
}

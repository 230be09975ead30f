import { setTimeout as pause } from "node:timers/promises";
import { AwsFailure } from "@/lib/aws/errors";
import type { LivePolicy, RegionClient } from "@/lib/aws/region-client";
import { findStatement } from "@/lib/lambda/policy";
import { addPermissionFields, renderStatement, sameStatement, statementText } from "@/lib/lambda/statement";
import { inputOf, type GrantRow, type Writer } from "./live";
import { principalRefused } from "./stale-block";

/** What was found or written in AWS. */
export interface Applied {
  live: LivePolicy;
  revisionBefore: string | null;
  awsRequestId: string | null;
  statement: string;
}

/** What tells that the world moved between reading and writing: read again, and write again. */
const moved = ["concurrent-update", "precondition", "duplicate-sid"];
const rounds = 8;

/** Reads what was written, or said to be there: policies are eventually consistent, so a few times. */
async function readBack(client: RegionClient, grant: GrantRow) {
  for (let wait = 0; wait <= 1600; wait = wait * 2 || 100) {
    if (wait > 0) await pause(wait);
    const live = await client.readPolicy(grant.functionName, grant.qualifier);
    const statement = findStatement(live.policy, grant.statementId);
    if (statement) return { live, statement };
  }
  throw new AwsFailure(
    "unreachable",
    "Unreachable",
    "AWS has the statement and does not show it yet. It is read again shortly.",
    null,
  );
}

const different = (grant: GrantRow, found: string) =>
  new AwsFailure(
    "other",
    "Conflict",
    `The policy already holds a statement ${grant.statementId} that says something else, and it was not touched. Look at it, remove it in AWS, and try again.`,
    found,
  );

/**
 * One round: read, compare, write with the revision read, read back.
 * @returns null when somebody else wrote meanwhile
 */
async function round(grant: GrantRow, { client, held }: Writer): Promise<Applied | null> {
  const input = inputOf(grant);
  const wanted = statementText(renderStatement(input));
  const before = await client.readPolicy(grant.functionName, grant.qualifier);
  const present = findStatement(before.policy, grant.statementId, wanted);
  const revisionBefore = before.revisionId;
  if (present) {
    if (!sameStatement(present, wanted)) throw different(grant, present);
    return { live: before, revisionBefore, awsRequestId: grant.awsRequestId, statement: present };
  }
  let awsRequestId: string | null = null;
  try {
    ({ awsRequestId } = await client.addPermission(addPermissionFields(input), revisionBefore, held));
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    if (error.awsKind === "principal-invalid") throw principalRefused(error, before.policy);
    if (!moved.includes(error.awsKind)) throw error;
    if (error.awsKind !== "duplicate-sid") return null;
    // It is there, though the reading did not show it: a try before this one wrote it, or somebody else did.
  }
  const after = await readBack(client, grant);
  if (!sameStatement(after.statement, wanted)) throw different(grant, after.statement);
  return { live: after.live, revisionBefore, awsRequestId, statement: after.statement };
}

/**
 * Puts a grant's statement into the policy. Run again at any point, it makes no second statement, and it never touches
 * another one. Where somebody else writes at the same time it goes round again, a bounded number of times.
 * @throws AwsFailure; XaccountError Unreachable when another may be the only writer by now
 */
export async function putStatement(grant: GrantRow, writer: Writer): Promise<Applied> {
  for (let at = 1; at <= rounds; at++) {
    const applied = await round(grant, writer);
    if (applied) return applied;
    await pause(Math.random() * 50 * 2 ** at);
  }
  throw new AwsFailure(
    "concurrent-update",
    "Conflict",
    "Somebody else keeps changing this policy at the same moment; nothing was changed by this try. It is tried again shortly.",
    null,
  );
}

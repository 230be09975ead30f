import type { LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { chainStatus } from "@/lib/audit/status";
import { db } from "@/lib/db/client";
import type { PolicyWrite } from "../../sandbox/policy-writes";
import { foreignPrefix, foreignStatement } from "./foreign-writer";
import { statementsOf, type Place, type World } from "./world";

/** What others' statements must be, by what AWS took of them: IDs by target. */
function foreignLeft(writes: PolicyWrite[]): Map<string, Set<string>> {
  const left = new Map<string, Set<string>>();
  for (const { operation, functionArn, qualifier, statementId = "" } of writes) {
    if (!statementId.startsWith(foreignPrefix)) continue;
    const key = `${functionArn}:${qualifier}`;
    const sids = left.get(key) ?? new Set();
    if (operation === "AddPermission") sids.add(statementId);
    else sids.delete(statementId);
    left.set(key, sids);
  }
  return left;
}

const keyOf = ({ accountId, region, name, qualifier }: Place) =>
  `arn:aws:lambda:${region}:${accountId}:function:${name}:${qualifier}`;

/** How often AWS took each of the product's statements. */
function timesAdded(writes: PolicyWrite[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { operation, statementId = "" } of writes)
    if (operation === "AddPermission" && statementId.startsWith("xa-"))
      times.set(statementId, (times.get(statementId) ?? 0) + 1);
  return times;
}

/**
 * Compares everything with everything: grants that are active are the product's statements that stand, each written
 * once; others' statements are as they left them, byte for byte; the trail holds.
 * @param writes what AWS took, in its order
 * @returns how many of each there were
 */
export async function checkWorld(
  { places }: World,
  { awsOf, writes }: { awsOf: (place: Place) => LambdaClient; writes: PolicyWrite[] },
): Promise<{ active: number; foreign: number }> {
  const foreign = foreignLeft(writes);
  const times = timesAdded(writes);
  const counts = { active: 0, foreign: 0 };
  for (const place of places) {
    const standing = await statementsOf(awsOf(place), place);
    const { functionId, qualifier } = place;
    const active = await db().grant.findMany({ where: { functionId, qualifier, state: "active" } });
    const ours = [...standing].filter(([sid]) => sid.startsWith("xa-"));
    expect(ours.toSorted(), keyOf(place)).toEqual(
      active.map(({ statementId, statement }) => [statementId, statement]).toSorted(),
    );
    for (const { statementId } of active) expect(times.get(statementId)).toBe(1);
    const theirs = [...standing].filter(([sid]) => sid.startsWith(foreignPrefix));
    const left = [...(foreign.get(keyOf(place)) ?? [])];
    expect(theirs.toSorted(), keyOf(place)).toEqual(
      left.map((sid) => [sid, foreignStatement(place, sid)]).toSorted(),
    );
    counts.active += active.length;
    counts.foreign += left.length;
  }
  expect(await db().grant.count({ where: { state: { notIn: ["active", "revoked", "expired"] } } })).toBe(0);
  expect(await db().request.count({ where: { state: "approved" } })).toBe(0);
  expect(await chainStatus()).toMatchObject({ ok: true, broken: null });
  return counts;
}

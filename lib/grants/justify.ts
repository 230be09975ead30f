import type { Record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import type { PrincipalKind } from "@/lib/db/generated/client";
import { XaccountError } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { statementIdFor } from "@/lib/lambda/statement-id";
import type { StatementInput } from "@/lib/lambda/types";
import { noDrift } from "./drift-told";
import { finishRequests } from "./finish-requests";
import { lockTarget } from "./lock-target";
import { hasRoom, policyFull } from "./room";
import { cannotRestOn, findStanding, isWrittenAgain, type Decider, type Standing } from "./standing";

/** What an approved request asks for. */
export interface Approved {
  decider: Decider;
  requestId: number;
  /** When what it gives ends; null: without an end. */
  expiresAt: Date | null;
  principalKind: PrincipalKind;
  principal: string;
  principalAccountId: string | null;
  function: { id: string; accountId: string; region: string; name: string };
  /** `input` is the statement that was shown to whoever approved, and `isThere` whether the live policy holds it. */
  items: { id: string; input: StatementInput; isThere: boolean }[];
}
type Item = Approved["items"][number];

const movedSentence =
  "What stands for the same grantee changed since it was shown to you, so nothing was approved. Look once more, then decide.";

/** Later wins, and no end is the latest. */
const later = (a: Date | null, b: Date | null) => (a && b ? (a > b ? a : b) : null);

/** Two that were looked at before either was approved may not both fit. */
async function assertRoom(tx: Transaction, functionId: string, { input }: Item): Promise<void> {
  if (await hasRoom(tx, functionId, input)) return;
  throw new XaccountError("Conflict", `${policyFull(input.target)} Nothing was approved.`);
}

/** One more request for what stands already: it is kept for longer, and nothing is written in AWS. */
async function restOn(
  tx: Transaction,
  standing: Standing,
  {
    decider,
    item,
    functionId,
    until,
  }: { decider: Decider; item: Item; functionId: string; until: Date | null },
): Promise<void> {
  const cannot = cannotRestOn(decider, standing, item.isThere);
  if (cannot) throw new XaccountError("Conflict", `${cannot} Nothing was approved.`);
  const { id, state, drift, expiresAt } = standing;
  // Somebody removed it, or made its function anew, and somebody now decided for it anew: it is written where it is not,
  // read back, and stands as of then.
  const again = isWrittenAgain(standing, item.isThere);
  if (again && !item.isThere) await assertRoom(tx, functionId, item);
  const { count } = await tx.grant.updateMany({
    where: { id, state, drift, expiresAt },
    data: {
      expiresAt: later(expiresAt, until),
      ...(again ? { state: "applying", ...noDrift, attempts: 0 } : {}),
    },
  });
  if (count === 0) throw new XaccountError("Conflict", movedSentence);
  if (again) await enqueue(tx, "apply_grant", { grantId: id }, `apply ${id}`);
}

async function makeGrant(tx: Transaction, approved: Approved, item: Item, until: Date | null): Promise<void> {
  const { requestId, principalKind, principal, principalAccountId } = approved;
  const { id: functionId, accountId, region, name: functionName } = approved.function;
  const { id } = item;
  const { action, target } = item.input;
  await assertRoom(tx, functionId, item);
  await tx.grant.create({
    data: {
      ...{ id, requestId, requestItemId: id, functionId, accountId, region, functionName, action },
      ...{ qualifier: target.qualifier, principalKind, principal, principalAccountId },
      statementId: statementIdFor(id),
      expiresAt: until,
    },
  });
  await enqueue(tx, "apply_grant", { grantId: id }, `apply ${id}`);
}

/** In one order, so that no two wait for each other. */
async function lockTargets(tx: Transaction, functionId: string, items: Item[]): Promise<void> {
  const qualifiers = new Set(items.map(({ input }) => input.target.qualifier));
  for (const qualifier of [...qualifiers].toSorted()) await lockTarget(tx, { functionId, qualifier });
}

/**
 * Gives every item of an approved request its grant, in the approval's transaction: the intent, the event and the job
 * are there together or not at all. What stands already is justified once more; for the rest a grant is made, under its
 * item's id, so that what was previewed is what is applied.
 * @throws XaccountError Conflict when what stands is no longer what was shown or is to be settled first, or the policy is
 * full by now
 */
export async function justifyItems(
  tx: Transaction,
  record: Record,
  approved: Approved,
  now: Date,
): Promise<void> {
  const { decider, requestId, expiresAt, principal } = approved;
  const { id: functionId, accountId } = approved.function;
  await lockTargets(tx, functionId, approved.items);
  for (const item of approved.items) {
    const { id: itemId, input } = item;
    const { statementId, action } = input;
    const { qualifier } = input.target;
    const standing = await findStanding(tx, { functionId, qualifier, action, principal });
    if ((standing?.statementId ?? statementIdFor(itemId)) !== statementId)
      throw new XaccountError("Conflict", movedSentence);
    if (standing) await restOn(tx, standing, { decider, item, functionId, until: expiresAt });
    else await makeGrant(tx, approved, item, expiresAt);
    const grantId = standing?.id ?? itemId;
    await tx.justification.create({ data: { itemId, grantId, requestId, expiresAt, createdAt: now } });
    if (expiresAt) await enqueue(tx, "expire_grants", {}, `expire ${itemId}`, expiresAt);
    await record({
      action: standing ? "grant.justified" : "grant.intended",
      subject: { kind: "grant", id: grantId },
      ...{ requestId, grantId, functionId, accountId },
      data: { action, principal, qualifier, statementId, expiresAt: expiresAt?.toISOString() ?? null },
    });
    if (standing) await finishRequests(tx, record, grantId);
  }
}

import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Record } from "@/lib/audit/record";
import { refreshPolicy } from "@/lib/catalog/refresh";
import { db, type Transaction } from "@/lib/db/client";
import type { GrantState, RequestKind, RequestState } from "@/lib/db/generated/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import type { PersonActor, Step } from "@/lib/identity/types";
import { parseFunctionArn } from "@/lib/lambda/arn";
import { readForeign, type Foreign } from "@/lib/lambda/foreign";
import { readPolicy } from "@/lib/lambda/policy";
import { sameStatement } from "@/lib/lambda/statement";

/** A statement of somebody else's, as it stands now, and where. */
export interface Seen {
  functionId: string;
  targetId: string;
  qualifier: string;
  function: { id: string; accountId: string; region: string; name: string };
  foreign: Foreign;
  /** The element as AWS returned it just now. */
  document: string;
}

/** A statement's row, and the element that was on the screen. */
export const shownShape = { statementId: z.uuid(), shown: z.string().min(1).max(20_480) };

const moved = (sentence: string) =>
  new XaccountError(
    "Conflict",
    `${sentence} Nothing was changed. The page now shows what stands: look once more.`,
  );

async function findPlace(statementId: string) {
  const row = await db().statement.findUnique({
    where: { id: statementId },
    select: { sid: true, target: { select: { id: true, qualifier: true, function: true } } },
  });
  if (row) return row;
  throw new XaccountError("NotFound", "There is no such statement here; nothing was changed.");
}

/**
 * Reads a statement that nobody here granted from AWS again.
 * @param step what is about to be done with it: only if that can be
 * @param shown the element that was on the screen; it must still say the same
 * @throws XaccountError NotFound, Forbidden, Conflict when it is another now, or it can't be; from AWS Throttled,
 * Unreachable, Refused
 */
export async function readShown(
  actor: PersonActor,
  step: Step & ("adopt" | "removeStatement"),
  { statementId, shown }: { statementId: string; shown: string },
): Promise<Seen> {
  const { sid, target } = await findPlace(statementId);
  const { id: targetId, qualifier, function: fn } = target;
  const { id: functionId, accountId, region, name, owners } = fn;
  assertMay(actor, step, { type: "Function", accountId, region, name, owners });
  const { policy } = await refreshPolicy(functionId, qualifier);
  const alike = readPolicy(policy).statements.filter((one) => one.sid === sid);
  const now = alike.find(({ document }) => sameStatement(document, shown));
  if (!now) throw moved("The statement is no longer as it was shown to you: somebody changed or removed it.");
  const arn = parseFunctionArn(fn.arn);
  if (!arn.ok) throw new Error(`A function is kept under what is no ARN: ${fn.arn}`);
  const answer = readForeign(now.document, { ...arn.value, qualifier }, alike.length > 1);
  const why = answer[step === "adopt" ? "adopt" : "remove"];
  if (why !== null || !answer.foreign)
    throw new XaccountError("Conflict", `${why ?? "It can't be named."} Nothing was changed.`);
  return {
    ...{ functionId, targetId, qualifier, foreign: answer.foreign, document: now.document },
    function: { id: functionId, accountId, region, name },
  };
}

/** What is decided about it. */
export interface TakenOver {
  kind: Exclude<RequestKind, "access">;
  reason: string;
  ticket: string | null;
  durationDays: number | null;
  requestState: RequestState;
  grantState: GrantState;
  expiresAt: Date | null;
}

/** Whoever is first answers for it: as one who reads a policy in, one at a time a target; and it must be nobody's. */
async function lockUnmanaged(tx: Transaction, { targetId, foreign, document }: Seen): Promise<string> {
  await tx.$queryRaw`SELECT id FROM "Target" WHERE id = ${targetId}::uuid FOR UPDATE`;
  const rows = await tx.statement.findMany({
    where: { targetId, sid: foreign.sid, goneAt: null },
    select: { id: true, grantId: true, document: true },
  });
  const row = rows.find((one) => sameStatement(one.document, document));
  if (!row) throw moved("The statement was changed or removed at the same moment.");
  if (row.grantId) throw moved("A grant stands for it already.");
  return row.id;
}

/**
 * Makes a request and its grant of a statement as it stands, so that it has an end like any other, or is removed like
 * any other. Nothing is written in AWS.
 * @returns their ids
 */
export async function takeOver(
  tx: Transaction,
  record: Record,
  { actor, seen, decided, now }: { actor: PersonActor; seen: Seen; decided: TakenOver; now: Date },
): Promise<{ requestId: number; grantId: string }> {
  const rowId = await lockUnmanaged(tx, seen);
  const { functionId, qualifier, foreign, document } = seen;
  const { accountId, region, name: functionName } = seen.function;
  const { principalKind, principal, principalAccountId, action, sid } = foreign;
  const { kind, reason, ticket, durationDays, requestState, grantState, expiresAt } = decided;
  const id = randomUUID();
  const { id: requestId } = await tx.request.create({
    data: {
      ...{ kind, state: requestState, requesterId: actor.personId, functionId, principalKind, principal },
      ...{ durationDays, reason, ticket, decidedAt: now, lapsesAt: now },
      items: { create: { id, qualifier, action } },
    },
    select: { id: true },
  });
  await tx.grant.create({
    data: {
      ...{ id, origin: "adopted", state: grantState, requestId, requestItemId: id },
      ...{ functionId, accountId, region, functionName, qualifier, action },
      ...{ principalKind, principal, principalAccountId, statementId: sid, statement: document },
      ...(kind === "adoption"
        ? { appliedAt: now, expiresAt }
        : { revokeCause: "revoked" as const, revokeReason: reason, revokedById: actor.personId }),
    },
  });
  await tx.justification.create({
    data: {
      ...{ itemId: id, grantId: id, requestId, expiresAt, createdAt: now },
      ...(kind === "removal"
        ? { endedAt: now, endCause: "revoked" as const, endReason: reason, endedById: actor.personId }
        : {}),
    },
  });
  await tx.statement.update({ where: { id: rowId }, data: { grantId: id } });
  await record({
    action: `request.${kind}_decided`,
    subject: { kind: "request", id: String(requestId) },
    ...{ requestId, functionId, accountId, reason },
    data: { principal, action, qualifier, sid, durationDays, ...(ticket ? { ticket } : {}) },
  });
  return { requestId, grantId: id };
}

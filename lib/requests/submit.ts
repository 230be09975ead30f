import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { findFunction } from "@/lib/catalog/get-function";
import { db, type Transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import type { FunctionFacts } from "@/lib/identity/types";
import { analyse } from "./analyse";
import { readRequestInput } from "./input";
import { cannotBePermanent } from "./permanent";

/** Access without an end is asked for only where some rule lets somebody approve it. */
function assertSomebodyCanApprove(durationDays: number | null, requesterId: string, facts: FunctionFacts) {
  if (durationDays !== null) return;
  const cannot = cannotBePermanent({ type: "Request", requesterId, state: "pending", function: facts });
  if (cannot)
    throw new XaccountError("Invalid", `${cannot} Nothing was sent.`, { fields: { permanent: cannot } });
}

/** The request that a draft became; null when it was not sent yet. */
async function findSent(draftId: string, requesterId: string): Promise<number | null> {
  const sent = await db().requestItem.findUnique({
    where: { id: draftId },
    select: { requestId: true, request: { select: { requesterId: true } } },
  });
  return sent?.request.requesterId === requesterId ? sent.requestId : null;
}

/** So that of two who ask for the same at once the second finds the first. */
async function oneAtATime(tx: Transaction, said: string[]): Promise<void> {
  const key = ["request", ...said].join(" ");
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
}

/**
 * Asks for access. Sending the same draft twice makes one request.
 * @param values the form's fields
 * @returns the request's number
 * @throws XaccountError Invalid with a sentence a field; NotFound; Forbidden; Conflict when the same is asked already
 */
export async function submitRequest(actor: Actor, values: unknown): Promise<number> {
  if (actor.kind !== "person") throw new XaccountError("Forbidden", "Only a person can ask for access.");
  const input = readRequestInput(values);
  const detail = await findFunction(input.functionId);
  if (!detail || detail.goneAt) {
    throw new XaccountError(
      "NotFound",
      "That function is not there (any more), and nothing was sent. Search for it again.",
      { fields: { functionId: "Choose a function that exists." } },
    );
  }
  const { accountId, region, name, owners } = detail;
  const { draftId, qualifier, action, principal, durationDays, reason, ticket } = input;
  assertMay(actor, "request", { type: "Function", accountId, region, name, owners });
  assertSomebodyCanApprove(durationDays, actor.personId, { accountId, region, name, owners });
  await analyse(detail, { principal, durationDays, items: [{ id: draftId, qualifier, action }] });
  const sent = await findSent(draftId, actor.personId);
  if (sent !== null) return sent;
  const asked = audited(actor, async (tx, record) => {
    await oneAtATime(tx, [detail.id, qualifier, action, principal.text]);
    const same = await tx.request.findFirst({
      where: {
        functionId: detail.id,
        principal: principal.text,
        state: "pending",
        items: { some: { qualifier, action } },
      },
      select: { id: true },
    });
    if (same)
      throw new XaccountError(
        "Conflict",
        `Request ${same.id} already asks for exactly this and waits for a review; no second one was sent.`,
      );
    const lapsesAt = new Date(Date.now() + env().XACCOUNT_LAPSE_DAYS * 86_400_000);
    const request = await tx.request.create({
      data: {
        requesterId: actor.personId,
        functionId: detail.id,
        principalKind: principal.kind,
        principal: principal.text,
        durationDays,
        reason,
        ticket,
        lapsesAt,
        items: { create: { id: draftId, qualifier, action } },
      },
      select: { id: true },
    });
    await record({
      action: "request.submitted",
      subject: { kind: "request", id: String(request.id) },
      requestId: request.id,
      functionId: detail.id,
      accountId: detail.accountId,
      reason,
      data: {
        principal: principal.text,
        action,
        function: detail.arn,
        qualifier,
        durationDays,
        ...(ticket ? { ticket } : {}),
      },
    });
    return request.id;
  });
  return asked.catch(async (error: unknown) => {
    const sentMeanwhile = await findSent(draftId, actor.personId); // twice at the same moment
    if (sentMeanwhile !== null) return sentMeanwhile;
    throw error;
  });
}

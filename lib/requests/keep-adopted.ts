import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { grantCan } from "@/lib/grants/can";
import { factsOf, findGrantRow, type GrantRow } from "@/lib/grants/live";
import { assertMay } from "@/lib/identity/may";
import type { PersonActor } from "@/lib/identity/types";
import { enqueue } from "@/lib/jobs/enqueue";
import { endOf } from "@/lib/lambda/duration";
import { parseInput } from "@/lib/parse-input";
import { answeringShape } from "./adopt-input";

async function makeRequest(
  tx: Transaction,
  actor: PersonActor,
  grant: GrantRow,
  said: { durationDays: number; reason: string; ticket: string | null; now: Date },
): Promise<{ requestId: number; itemId: string }> {
  const { functionId, principalKind, principal, qualifier, action } = grant;
  const { now, ...asked } = said;
  const itemId = randomUUID();
  const { id: requestId } = await tx.request.create({
    data: {
      ...{ kind: "adoption", state: "applied", requesterId: actor.personId },
      ...{ functionId, principalKind, principal, ...asked, decidedAt: now, lapsesAt: now },
      items: { create: { id: itemId, qualifier, action } },
    },
    select: { id: true },
  });
  return { requestId, itemId };
}

/**
 * Keeps an adopted statement for longer: one more request stands for it. Nothing is written in AWS.
 * @param input grantId, durationDays (from now), reason, ticket
 * @returns the new request's number
 * @throws XaccountError Invalid, NotFound, Forbidden, or Conflict when it does not stand as adopted
 */
export async function keepAdopted(actor: Actor, input: unknown): Promise<number> {
  if (actor.kind !== "person") throw new XaccountError("Forbidden", "Only a person can keep a statement.");
  const shape = answeringShape().extend({ grantId: z.uuid() });
  const { grantId, durationDays, reason, ticket } = parseInput(shape, input, "It was not kept; see below.");
  const grant = await findGrantRow(grantId);
  if (!grant) throw new XaccountError("NotFound", "There is no such grant; nothing was changed.");
  const { functionId, accountId, region, functionName: name, function: fn, principal, action } = grant;
  assertMay(actor, "adopt", { type: "Function", accountId, region, name, owners: fn.owners });
  const can = grantCan.keep(factsOf(grant));
  if (!can.ok) throw new XaccountError("Conflict", can.reason);
  return audited(actor, async (tx, record) => {
    const now = new Date();
    const expiresAt = endOf(now, durationDays);
    const asked = { durationDays, reason, ticket: ticket || null, now };
    const { requestId, itemId } = await makeRequest(tx, actor, grant, asked);
    // Locked, so that its end is the latest of all that stand for it; none where one has none.
    await tx.$queryRaw`SELECT id FROM "Grant" WHERE id = ${grantId}::uuid FOR UPDATE`;
    await tx.justification.create({ data: { itemId, grantId, requestId, expiresAt, createdAt: now } });
    const { expiresAt: before } = await tx.grant.findUniqueOrThrow({ where: { id: grantId } });
    const latest = before && expiresAt && (before > expiresAt ? before : expiresAt);
    const { count } = await tx.grant.updateMany({
      where: { id: grantId, state: "active", drift: null },
      data: { expiresAt: latest },
    });
    if (count === 0)
      throw new XaccountError(
        "Conflict",
        "Somebody else acted on this grant at the same moment; nothing was changed by you. Look again.",
      );
    if (expiresAt) await enqueue(tx, "expire_grants", {}, `expire ${itemId}`, expiresAt);
    const about = { requestId, functionId, accountId };
    await record({
      action: "request.adoption_decided",
      subject: { kind: "request", id: String(requestId) },
      ...{ ...about, reason },
      data: { principal, action, qualifier: grant.qualifier, sid: grant.statementId, durationDays },
    });
    await record({
      action: "grant.justified",
      subject: { kind: "grant", id: grantId },
      ...{ ...about, grantId },
      data: { statementId: grant.statementId, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return requestId;
  });
}

import { z } from "zod";
import { audited } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { administratorGroup, type Actor, type PersonActor } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";
import { notify } from "@/lib/notifications/notify";
import { parseInput } from "@/lib/parse-input";
import { paths } from "@/lib/paths";
import { requestCan } from "./can";
import { getRequest, type RequestDetail } from "./get";
import { glassEnd } from "./glass";
import { resourceOf } from "./resource";
import { readAsShown, takeEffect } from "./take-effect";

const shape = z.object({
  requestId: z.coerce.number().int(),
  reason: z
    .string()
    .trim()
    .min(
      10,
      "Say what the emergency is, in a sentence: the owners are told, and it stays in the audit trail.",
    )
    .max(2000),
  /** Of the analysis that was on the screen. */
  analysisHash: z.string().default(""),
});

/** Owners are told at once that somebody did not wait for them, and whoever asked that they need not wait. */
async function tell(
  tx: Transaction,
  actor: PersonActor,
  request: RequestDetail,
  { reason, expiresAt }: { reason: string; expiresAt: Date },
): Promise<void> {
  const { id, functionId, principal, requesterId, function: fn } = request;
  const what = request.items.map(({ qualifier }) => targetName(fn.name, qualifier)).join(", ");
  await notify(tx, {
    ...{ key: `request.glass_broken ${id}`, kind: "request.glass_broken", level: "danger" },
    title: `${actor.name} broke glass: ${principal} gets access to ${what} without a review`,
    detail: `“${reason}” It ends at ${expiresAt.toISOString().slice(0, 16).replace("T", " ")} UTC at the latest. A review of it is owed: confirm it, or refuse it and it ends at once.`,
    href: paths.request(id),
    to: {
      handles: fn.owners.length > 0 ? fn.owners : [administratorGroup],
      personIds: requesterId === actor.personId ? [] : [requesterId],
    },
    ...{ requestId: id, functionId },
  });
}

/**
 * Has a request applied at once, without a review, which is owed from then on. What it gives ends within
 * XACCOUNT_BREAK_GLASS_HOURS, whatever was asked for.
 * @param input requestId, reason, analysisHash
 * @throws XaccountError Invalid, NotFound, Forbidden, Conflict; from AWS Throttled, Unreachable, Refused
 */
export async function breakGlass(actor: Actor, input: unknown): Promise<void> {
  const { requestId, reason, analysisHash } = parseInput(shape, input, "Nothing was applied; see below.");
  const request = await getRequest(requestId);
  assertMay(actor, "breakGlass", resourceOf(request));
  if (actor.kind !== "person") throw new XaccountError("Forbidden", "Only a person can break glass.");
  const can = requestCan.breakGlass(request);
  if (!can.ok) throw new XaccountError("Conflict", `${can.reason} Nothing was changed by you.`);
  const decider = { actor, byGlass: true };
  const analysis = await readAsShown(decider, request, analysisHash);
  const now = new Date();
  const expiresAt = glassEnd(now, request.durationDays);
  await audited(actor, async (tx, record) => {
    const { count } = await tx.request.updateMany({
      where: { id: requestId, state: "pending" },
      data: {
        ...{ state: "approved", decidedAt: now },
        ...{ glassBrokenAt: now, glassBrokenById: actor.personId, glassReason: reason },
      },
    });
    if (count === 0)
      throw new XaccountError(
        "Conflict",
        "Somebody else decided this request at the same moment; nothing was changed by you. Look again.",
      );
    await record({
      action: "request.glass_broken",
      subject: { kind: "request", id: String(requestId) },
      ...{ requestId, functionId: request.functionId, accountId: request.function.accountId, reason },
      data: { analysisHash, expiresAt: expiresAt.toISOString() },
    });
    await takeEffect(tx, record, request, { decider, analysis, expiresAt, now });
    await tell(tx, actor, request, { reason, expiresAt });
  });
}

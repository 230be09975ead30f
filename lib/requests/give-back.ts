import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { XaccountError } from "@/lib/errors";
import { endJustifications } from "@/lib/grants/end-justification";
import { assertMay } from "@/lib/identity/may";
import { parseInput } from "@/lib/parse-input";
import { requestCan } from "./can";
import { getRequest } from "./get";
import { resourceOf } from "./resource";

const shape = z.object({
  requestId: z.coerce.number().int(),
  reason: z.string().trim().min(3, "Say why, in a few words: it is kept in the audit trail.").max(2000),
});

/**
 * Gives back what a request got: its grants are revoked, but for those that another request justifies too; they stand
 * for as long as that one says.
 * @throws XaccountError Invalid, NotFound, Forbidden, or Conflict when nothing of it stands
 */
export async function giveBack(actor: Actor, input: unknown): Promise<void> {
  const { requestId, reason } = parseInput(shape, input, "It was not given back; see below.");
  const request = await getRequest(requestId);
  assertMay(actor, "giveBack", resourceOf(request));
  const can = requestCan.giveBack(request);
  if (!can.ok) throw new XaccountError("Conflict", can.reason);
  const ending = { cause: "revoked" as const, reason, byId: actor.kind === "person" ? actor.personId : null };
  await audited(actor, async (tx, record) => {
    let ended = 0;
    for (const { itemId, grantId, endedAt } of request.justifications) {
      if (endedAt) continue;
      const result = await endJustifications(tx, record, {
        ...{ grantId, itemIds: [itemId], ending },
        now: new Date(),
      });
      ended += result.ended;
    }
    if (ended === 0)
      throw new XaccountError(
        "Conflict",
        "Somebody else ended it at the same moment; nothing was changed by you. Look again.",
      );
    await record({
      action: "request.given_back",
      subject: { kind: "request", id: String(requestId) },
      ...{ requestId, functionId: request.functionId, accountId: request.function.accountId, reason },
    });
  });
}

import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { parseInput } from "@/lib/parse-input";
import { grantCan } from "./can";
import { endJustifications } from "./end-justification";
import { factsOf, findGrantRow, resourceOf } from "./live";

/** Why a grant is taken back. */
export const revokeReason = z
  .string()
  .trim()
  .min(3, "Say why, in a few words: it is kept in the audit trail.")
  .max(2000);

const shape = z.object({ grantId: z.uuid(), reason: revokeReason });

const faster = () =>
  new XaccountError(
    "Conflict",
    "Somebody else acted on this grant at the same moment; nothing was changed by you. Look again.",
  );

/**
 * Takes a grant back from all who rely on it: the decision, its event and the job at once; the statement goes when the
 * job has run.
 * @throws XaccountError Invalid, NotFound, Forbidden, or Conflict when its state does not let it
 */
export async function revokeGrant(actor: Actor, input: unknown): Promise<void> {
  const { grantId, reason } = parseInput(shape, input, "It was not revoked; see below.");
  const grant = await findGrantRow(grantId);
  if (!grant) throw new XaccountError("NotFound", "There is no such grant; nothing was revoked.");
  assertMay(actor, "revoke", resourceOf(grant));
  const can = grantCan.revoke(factsOf(grant));
  if (!can.ok) throw new XaccountError("Conflict", can.reason);
  const ending = { cause: "revoked" as const, reason, byId: actor.kind === "person" ? actor.personId : null };
  const itemIds = grant.justifications.map(({ itemId }) => itemId);
  await audited(actor, async (tx, record) => {
    const { revoking } = await endJustifications(tx, record, { grantId, itemIds, ending, now: new Date() });
    // Somebody revoked it meanwhile, or one more request came to rely on it that the revoker was not shown.
    if (!revoking) throw faster();
  });
}

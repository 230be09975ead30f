import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { XaccountError } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { endOf } from "@/lib/lambda/duration";
import { parseInput } from "@/lib/parse-input";
import { answeringShape } from "./adopt-input";
import { readShown, shownShape, takeOver } from "./foreign";

/**
 * Adopts a statement that somebody made in AWS: from then on the adopter answers for it, with a reason, until an end at
 * which it is removed. Nothing is written in AWS now.
 * @param input statementId (the row's), shown (the element on the screen), durationDays, reason, ticket
 * @returns the number of the request that stands for it
 * @throws XaccountError Invalid, NotFound, Forbidden, Conflict; from AWS Throttled, Unreachable, Refused
 */
export async function adoptStatement(actor: Actor, input: unknown): Promise<number> {
  if (actor.kind !== "person") throw new XaccountError("Forbidden", "Only a person can adopt a statement.");
  const sent = parseInput(answeringShape().extend(shownShape), input, "It was not adopted; see below.");
  const { durationDays, reason, ticket } = sent;
  const seen = await readShown(actor, "adopt", sent);
  return audited(actor, async (tx, record) => {
    const now = new Date();
    const expiresAt = endOf(now, durationDays);
    const { requestId, grantId } = await takeOver(tx, record, {
      ...{ actor, seen, now },
      decided: {
        ...{ kind: "adoption", reason, ticket: ticket || null, durationDays, expiresAt },
        ...{ requestState: "applied", grantState: "active" },
      },
    });
    if (expiresAt) await enqueue(tx, "expire_grants", {}, `expire ${grantId}`, expiresAt);
    await record({
      action: "grant.adopted",
      subject: { kind: "grant", id: grantId },
      ...{ requestId, grantId, functionId: seen.functionId, accountId: seen.function.accountId },
      data: { statement: seen.document, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return requestId;
  });
}

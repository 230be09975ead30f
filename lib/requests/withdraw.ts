import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { requestCan } from "./can";
import { getRequest } from "./get";
import { resourceOf } from "./resource";

/** Takes one's request back before it is decided. @throws XaccountError NotFound, Forbidden, Conflict */
export async function withdrawRequest(actor: Actor, id: unknown): Promise<void> {
  const number = z.coerce.number().int().safeParse(id);
  const request = await getRequest(number.success ? number.data : 0);
  assertMay(actor, "withdraw", resourceOf(request));
  const can = requestCan.withdraw(request);
  if (!can.ok) throw new XaccountError("Conflict", `${can.reason} Nothing was changed by you.`);
  await audited(actor, async (tx, record) => {
    const { count } = await tx.request.updateMany({
      where: { id: request.id, state: "pending" },
      data: { state: "withdrawn", decidedAt: new Date() },
    });
    if (count === 0)
      throw new XaccountError(
        "Conflict",
        "It was decided at the same moment; nothing was changed by you. Look again.",
      );
    await record({
      action: "request.withdrawn",
      subject: { kind: "request", id: String(request.id) },
      requestId: request.id,
      functionId: request.functionId,
      accountId: request.function.accountId,
    });
  });
}

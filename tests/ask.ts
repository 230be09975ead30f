import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/audit/actor";
import { db } from "@/lib/db/client";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { reviewRequest } from "@/lib/requests/review";
import { submitRequest } from "@/lib/requests/submit";

/** The function of the demo estate that requests are about. */
export async function myFunctionId(): Promise<string> {
  return (await db().function.findFirstOrThrow({ where: { name: "my-function" } })).id;
}

/** Asks for access to my-function:prod. @param values what differs from that @returns the request's number */
export async function ask(who: Actor, values: Record<string, string> = {}): Promise<number> {
  return submitRequest(who, {
    ...{
      functionId: values.functionId ?? (await myFunctionId()),
      qualifier: "prod",
      action: "lambda:InvokeFunction",
    },
    ...{ principal: "111122223333", durationDays: "90", draftId: randomUUID() },
    reason: "Reports need it every night.",
    ...values,
  });
}

/** What somebody who looks at a request is shown. */
export async function shownHash(requestId: number): Promise<string> {
  return (await analyseRequest(await getRequest(requestId))).hash;
}

/** Approves a request as it stands. */
export async function approve(who: Actor, requestId: number): Promise<void> {
  const analysisHash = await shownHash(requestId);
  await reviewRequest(who, { requestId: String(requestId), verdict: "approve", analysisHash });
}

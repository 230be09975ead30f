import { randomUUID } from "node:crypto";
import { GetPolicyCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { refreshPolicy } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { retryGrant } from "@/lib/grants/retry";
import { administratorGroup } from "@/lib/identity/types";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { reviewRequest } from "@/lib/requests/review";
import { submitRequest } from "@/lib/requests/submit";
import { makePerson } from "@/tests/people";
import { connectEstate, syncNow } from "@/tests/with-sandbox";

/** A target that grants are made on. */
export interface Place {
  functionId: string;
  name: string;
  accountId: string;
  region: string;
  qualifier: string;
}

/** Somebody who asks, somebody who decides, and where. */
export interface World {
  asker: Actor;
  decider: Actor;
  places: Place[];
}

/** Connects the estate, reads it, and finds so many targets in as many accounts and regions as there are. */
export async function makeWorld(atMost: number): Promise<World> {
  await connectEstate();
  await syncNow();
  const rows = await db().target.findMany({
    where: { goneAt: null, kind: "alias", policyBytes: { lt: 2000 }, function: { goneAt: null } },
    select: { qualifier: true, function: true },
    orderBy: { id: "asc" },
  });
  const byRegion = new Map<string, Place[]>();
  for (const { qualifier, function: fn } of rows) {
    const { id: functionId, name, accountId, region } = fn;
    if (name.startsWith("fault-")) continue;
    const key = `${accountId} ${region}`;
    byRegion.set(key, [...(byRegion.get(key) ?? []), { functionId, name, accountId, region, qualifier }]);
  }
  const most = Math.max(...[...byRegion.values()].map((places) => places.length));
  const inTurn = Array.from({ length: most }, (_, at) =>
    [...byRegion.values()].flatMap((places) => places[at] ?? []),
  );
  return {
    asker: await makePerson("Casey", ["checkout"]),
    decider: await makePerson("Ada", [administratorGroup]),
    places: inTurn.flat().slice(0, atMost),
  };
}

/** Asks for access. @returns the request's number */
export function ask({ asker }: World, { functionId, qualifier }: Place, principal: string): Promise<number> {
  return submitRequest(asker, {
    ...{ functionId, qualifier, action: "lambda:InvokeFunction", principal },
    ...{ durationDays: "30", reason: "To see whether it survives.", draftId: randomUUID() },
  });
}

/** Approves, as somebody who looks at the page as it is now. */
export async function approve({ decider }: World, { functionId, qualifier }: Place, requestId: number) {
  await refreshPolicy(functionId, qualifier);
  const { hash } = await analyseRequest(await getRequest(requestId));
  await reviewRequest(decider, { requestId, verdict: "approve", text: "", analysisHash: hash });
}

const document = z.object({ Statement: z.array(z.looseObject({ Sid: z.string().optional() })) });

/** What stands on a target, each statement by its ID as compact JSON. */
export async function statementsOf(aws: LambdaClient, place: Place): Promise<Map<string, string>> {
  const command = new GetPolicyCommand({ FunctionName: place.name, Qualifier: place.qualifier });
  const { Policy } = await aws.send(command).catch((error: unknown) => {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return { Policy: undefined };
    throw error;
  });
  if (!Policy) return new Map();
  const { Statement } = document.parse(JSON.parse(Policy));
  return new Map(Statement.map((one) => [one.Sid ?? "", JSON.stringify(one)]));
}

const moving = { in: ["applying" as const, "revoking" as const, "failed" as const] };

/** Waits until nothing is under way; what failed is tried again at once, as somebody who presses the button does. */
export async function settleAll({ decider }: World, timeoutSeconds: number): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const rows = await db().grant.findMany({ where: { state: moving }, select: { id: true, failure: true } });
    if (rows.length === 0) return;
    if (Date.now() > deadline) throw new Error(`${rows.length} grants did not come to rest.`);
    // A try that is under way meanwhile is a Conflict, and goes on.
    for (const { id, failure } of rows) if (failure) await retryGrant(decider, id).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

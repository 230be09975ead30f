import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Transaction } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { env } from "@/lib/env";
import { XaccountError } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { isRead } from "./find-told";
import { oldestTaken } from "./notice-age";
import { takeNotice, type Told } from "./take-notice";

/** What a call of Lambda is named in CloudTrail: the operation, the API's date, sometimes a version. */
const changes =
  /^(AddPermission|RemovePermission|PutResourcePolicy|DeleteResourcePolicy|CreateAlias|UpdateAlias|DeleteAlias|CreateFunction|DeleteFunction|PublishVersion|UpdateFunctionCode|UpdateFunctionConfiguration|TagResource|UntagResource)(\d{8}(v\d)?)?$/;

/** The database keeps no text with a NUL in it, and AWS sends none. */
const text = z
  .string()
  .max(2048)
  .refine((one) => !one.includes("\0"));

const shape = z.object({
  "detail-type": z.string(),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().regex(/^[a-z0-9-]{1,50}$/),
  detail: z.object({
    eventID: text.min(1).max(200),
    eventSource: z.string(),
    eventName: z.string(),
    eventTime: z.coerce.date(),
    errorCode: z.string().nullish(),
    userIdentity: z.object({ arn: text.nullish() }).nullish(),
    requestParameters: z
      .object({
        functionName: text.nullish(),
        resourceArn: text.nullish(),
        resource: text.nullish(),
        statementId: text.max(200).nullish(),
        qualifier: text.max(200).nullish(),
        /** An alias's, in calls that make, point or delete it. */
        name: text.max(200).nullish(),
      })
      .nullish(),
  }),
});

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Whether the sender knows the secret; nobody does when there is none. */
export function knowsSecret(given: string | null, secret: string | undefined): boolean {
  return secret !== undefined && given !== null && timingSafeEqual(digest(given), digest(secret));
}

/** A function's name, from its name, its ARN or a part of it. */
const nameOf = (text: string) =>
  /(?:^|function:)([a-zA-Z0-9_-]{1,64})(?::[a-zA-Z0-9$_-]+)?$/.exec(text)?.[1] ?? null;

type Detail = z.output<typeof shape>["detail"];
type Parameters = Detail["requestParameters"];

/** A function's qualifier in its ARN or a part of it. */
const qualifierIn = (text: string) => /(?:^|function:)[a-zA-Z0-9_-]{1,64}:([a-zA-Z0-9$_-]+)$/.exec(text)?.[1];

/**
 * Of which policy or alias a call was: '' the unqualified function's; null where it is of all of them, or the event does
 * not say it (nobody recorded whether CloudTrail leaves a qualifier out, or names it in the function's).
 */
function qualifierOf(eventName: string, parameters: Parameters): string | null {
  const { functionName, resourceArn, qualifier, name } = parameters ?? {};
  if (/Alias/.test(eventName)) return name ?? null;
  if (/ResourcePolicy/.test(eventName)) return qualifierIn(resourceArn ?? "") ?? "";
  return qualifier ?? qualifierIn(functionName ?? "") ?? null;
}

/**
 * Keeps that events of an account and region arrive: while they do, a sync need not read what none told of. After a
 * gap as long as everything is read anew in any case, they begin to be relied on anew.
 */
async function keepArrival(tx: Transaction, accountId: string, region: string): Promise<void> {
  const hours = env().XACCOUNT_SWEEP_HOURS;
  await tx.$executeRaw`
    UPDATE "AccountRegion" SET "eventsAt" = now(),
      "eventsSince" = CASE WHEN "eventsAt" > now() - make_interval(mins => ${Math.floor(hours * 60)}::int)
                      THEN "eventsSince" ELSE now() END
    WHERE "accountId" = ${accountId} AND region = ${region}
      AND ("eventsAt" IS NULL OR "eventsAt" < now() - interval '10 seconds')`; // not for each one of a storm
}

/** What an event tells, as it is kept. */
function toldBy({ eventID, eventName, eventTime, userIdentity, requestParameters }: Detail): Told {
  const sid = requestParameters?.statementId ?? null;
  const qualifier = qualifierOf(eventName, requestParameters);
  return { id: eventID, eventName, sid, qualifier, actorArn: userIdentity?.arn ?? null, at: eventTime };
}

/**
 * Takes an event of EventBridge that CloudTrail made of a call of Lambda: the function is read again, or, when it is not
 * known yet, looked for. Told twice, or late, or in another order, it comes to the same, since reading is what counts.
 * One of a call so long ago that it may have been forgotten is not taken, as nobody could say whether it was told before;
 * each function has been read since.
 * @returns what was done with it
 * @throws XaccountError Invalid when it is no such event
 */
export async function receiveEvent(
  input: unknown,
  now = new Date(),
): Promise<"noticed" | "known" | "ignored"> {
  const read = shape.safeParse(input);
  if (!read.success)
    throw new XaccountError(
      "Invalid",
      "This is no event of CloudTrail as EventBridge sends it; it was not taken.",
    );
  const { account: accountId, region, detail } = read.data;
  if (detail.eventSource !== "lambda.amazonaws.com" || !changes.test(detail.eventName)) return "ignored";
  if (detail.eventTime < oldestTaken(now)) return "ignored";
  const { functionName, resourceArn, resource } = detail.requestParameters ?? {};
  const name = nameOf(functionName ?? resourceArn ?? resource ?? "");
  const told = toldBy(detail);
  return unaudited("catalog.read", async (tx) => {
    await keepArrival(tx, accountId, region);
    if (!name || detail.errorCode) return "ignored";
    const place = { accountId, region, name };
    const fn = await tx.function.findUnique({
      where: { accountId_region_name: place },
      select: { id: true },
    });
    if (fn) return (await takeNotice(tx, fn.id, told)) ? "noticed" : "known";
    if (!(await isRead(tx, place))) return "ignored";
    const payload = { ...place, told: { ...told, at: told.at.toISOString() } };
    await enqueue(tx, "find_function", payload, `find ${told.id}`);
    return "noticed";
  });
}

import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { unaudited } from "@/lib/db/unaudited";
import { XaccountError } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";

/** What a call of Lambda is named in CloudTrail: the operation, the API's date, sometimes a version. */
const changes =
  /^(AddPermission|RemovePermission|PutResourcePolicy|DeleteResourcePolicy|CreateAlias|UpdateAlias|DeleteAlias|CreateFunction|DeleteFunction|PublishVersion)(\d{8}(v\d)?)?$/;

const shape = z.object({
  "detail-type": z.string(),
  account: z.string(),
  region: z.string(),
  detail: z.object({
    eventID: z.string().min(1).max(200),
    eventSource: z.string(),
    eventName: z.string(),
    eventTime: z.coerce.date(),
    errorCode: z.string().nullish(),
    userIdentity: z.object({ arn: z.string().nullish() }).nullish(),
    requestParameters: z
      .object({ functionName: z.string().nullish(), resourceArn: z.string().nullish() })
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

/**
 * Takes an event of EventBridge that CloudTrail made of a call of Lambda: the function is read again. Told twice, or
 * late, or in another order, it comes to the same, since reading is what counts.
 * @returns what was done with it
 * @throws XaccountError Invalid when it is no such event
 */
export async function receiveEvent(input: unknown): Promise<"noticed" | "known" | "ignored"> {
  const read = shape.safeParse(input);
  if (!read.success)
    throw new XaccountError(
      "Invalid",
      "This is no event of CloudTrail as EventBridge sends it; it was not taken.",
    );
  const { account, region, detail } = read.data;
  const { requestParameters, eventName } = detail;
  const name = nameOf(requestParameters?.functionName ?? requestParameters?.resourceArn ?? "");
  if (detail.eventSource !== "lambda.amazonaws.com" || detail.errorCode || !name || !changes.test(eventName))
    return "ignored";
  return unaudited("catalog.read", async (tx) => {
    const fn = await tx.function.findUnique({
      where: { accountId_region_name: { accountId: account, region, name } },
      select: { id: true },
    });
    if (!fn) return "ignored";
    const { count } = await tx.notice.createMany({
      data: {
        id: detail.eventID,
        functionId: fn.id,
        eventName,
        actorArn: detail.userIdentity?.arn ?? null,
        at: detail.eventTime,
      },
      skipDuplicates: true,
    });
    if (count === 0) return "known";
    await enqueue(tx, "read_function", { functionId: fn.id }, `read ${fn.id}`);
    return "noticed";
  });
}

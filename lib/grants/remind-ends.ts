import type { Transaction } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { administratorGroup } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";
import { durationText } from "@/lib/lambda/duration";
import { notify, type Notice } from "@/lib/notifications/notify";
import { paths } from "@/lib/paths";

/** So many days before what somebody has ends, they are told. */
export const remindDays = [14, 3, 1];
const batch = 200;

/** Something that ends soon and nobody was told of yet, with the nearest of the days that fits. */
interface Ending {
  itemId: string;
  requestId: number;
  grantId: string;
  functionId: string;
  functionName: string;
  qualifier: string;
  action: string;
  principal: string;
  owners: string[];
  requesterId: string;
  requesterName: string;
  expiresAt: Date;
  days: number;
  /** Whether the statement stays for longer, since others rely on it, too. */
  staysLonger: boolean;
}

/**
 * What is to be told now, by level: whatever was missed, the nearest reminder is what is left of it. Nothing is told
 * of what was given for no longer than that, nor where whoever asked has the same for longer by another request.
 */
function findEnding(tx: Transaction, now: Date): Promise<Ending[]> {
  return tx.$queryRaw<Ending[]>`
    SELECT j."itemId", j."requestId", j."grantId", g."functionId", g."functionName", g.qualifier, g.action, g.principal,
           f.owners, r."requesterId", p.name AS "requesterName", j."expiresAt", m.days,
           (g."expiresAt" IS NULL OR g."expiresAt" > j."expiresAt") AS "staysLonger"
    FROM "Justification" j
    JOIN "Grant" g ON g.id = j."grantId" JOIN "Function" f ON f.id = g."functionId"
    JOIN "Request" r ON r.id = j."requestId" JOIN "Person" p ON p.id = r."requesterId"
    CROSS JOIN LATERAL (SELECT min(days) AS days FROM unnest(${remindDays}::int[]) days
                        WHERE j."expiresAt" <= ${now}::timestamptz + days * interval '1 day') m
    WHERE j."endedAt" IS NULL AND g.state = 'active'
      AND j."expiresAt" > ${now}::timestamptz
      AND j."expiresAt" <= ${now}::timestamptz + ${Math.max(...remindDays)}::int * interval '1 day'
      AND j."createdAt" < j."expiresAt" - m.days * interval '1 day'
      AND NOT EXISTS (
        SELECT 1 FROM "Justification" o JOIN "Request" q ON q.id = o."requestId"
        WHERE o."grantId" = j."grantId" AND o."endedAt" IS NULL AND q."requesterId" = r."requesterId"
          AND (o."expiresAt" IS NULL OR o."expiresAt" > j."expiresAt"))
      AND NOT EXISTS (SELECT 1 FROM "Notification" n WHERE n.key = 'grant.ends_soon ' || j."itemId" || ' ' || m.days)
    ORDER BY j."expiresAt", j."itemId" LIMIT ${batch}`;
}

const exact = (date: Date) => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;

function noticeOf(ending: Ending): Notice {
  const { itemId, requestId, grantId, functionId, functionName, qualifier, principal, days } = ending;
  const what = targetName(functionName, qualifier);
  const longer = ending.staysLonger
    ? " Others rely on the same statement for longer, so that calls go on working until theirs is over, too."
    : " Calls are refused from then on.";
  return {
    key: `grant.ends_soon ${itemId} ${days}`,
    kind: "grant.ends_soon",
    level: days > 3 ? "info" : "warning",
    title: `Access of ${principal} to ${what} ends within ${durationText(days)}`,
    detail:
      `What ${ending.requesterName} asked for (${ending.action}) ends ${exact(ending.expiresAt)}.${longer} ` +
      "Whoever still needs it renews it on the request's page; approved before the end, there is no gap.",
    href: paths.request(requestId),
    to: {
      handles: ending.owners.length > 0 ? ending.owners : [administratorGroup],
      personIds: [ending.requesterId],
    },
    ...{ requestId, grantId, functionId },
  };
}

/**
 * Tells requesters and owners of what ends soon: 14, 3 and 1 days before, each once. Runs every ten minutes, and at
 * start; it looks at what is, so that a run that was missed is made up for by the next.
 * @returns how many were told of
 */
export async function remindOfEnds(now = new Date()): Promise<number> {
  let told = 0;
  for (let found = batch; found === batch;) {
    await unaudited("notification.told", async (tx) => {
      const endings = await findEnding(tx, now);
      found = endings.length;
      for (const ending of endings) if (await notify(tx, noticeOf(ending))) told += 1;
    });
  }
  return told;
}

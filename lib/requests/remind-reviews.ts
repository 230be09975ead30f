import { unaudited } from "@/lib/db/unaudited";
import { administratorGroup } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";
import { dayText, durationText } from "@/lib/lambda/duration";
import { notify } from "@/lib/notifications/notify";
import { paths } from "@/lib/paths";
import { listOwedReviews } from "./owed-reviews";

const dayMs = 86_400_000;
/** From so many days on it is danger, and administrators are told beside the owners. */
const loudDays = 2;

/**
 * Tells owners, each day, of access by break-glass that nobody has reviewed; administrators where nobody owns it, and
 * everywhere after two days. That glass was broken they were told at once (by who breaks it).
 * @returns how many were told of
 */
export async function remindOfReviews(now = new Date()): Promise<number> {
  let told = 0;
  for (const request of await listOwedReviews()) {
    const { id: requestId, functionId, glassBrokenAt, glassBrokenBy, glassReason, principal } = request;
    const days = glassBrokenAt ? Math.floor((now.getTime() - glassBrokenAt.getTime()) / dayMs) : 0;
    if (!glassBrokenAt || days < 1) continue;
    const { name, owners } = request.function;
    const what = targetName(name, request.items[0]?.qualifier ?? "");
    const isLoud = days >= loudDays;
    const isNew = await unaudited("notification.told", (tx) =>
      notify(tx, {
        ...{ key: `request.review_owed ${requestId} day ${days}`, kind: "request.review_owed" },
        level: isLoud ? "danger" : "warning",
        title: `Access of ${principal} to ${what} by break-glass waits for its review, for ${durationText(days)} now`,
        detail:
          `${glassBrokenBy?.name ?? "Somebody"} had it applied at once on ${dayText(glassBrokenAt)}: ` +
          `${glassReason ?? "no reason was given"}. Look at it on the request's page: confirm it, or have it taken away.`,
        to: { handles: [...owners, ...(isLoud || owners.length === 0 ? [administratorGroup] : [])] },
        ...{ href: paths.request(requestId), requestId, functionId },
      }),
    );
    if (isNew) told += 1;
  }
  return told;
}

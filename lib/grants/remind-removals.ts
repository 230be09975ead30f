import { unaudited } from "@/lib/db/unaudited";
import { administratorGroup } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";
import { durationText } from "@/lib/lambda/duration";
import { notify } from "@/lib/notifications/notify";
import { paths } from "@/lib/paths";
import { findFailure } from "./failure";
import { listLingering } from "./lingering";
import { findGrantRow } from "./live";
import { concerned } from "./tell";

const dayMs = 86_400_000;

/**
 * Tells once more, each day, of access that should be gone and is not, for as long as its removal fails.
 * @returns how many were told of
 */
export async function remindOfRemovals(now = new Date()): Promise<number> {
  let told = 0;
  for (const { grantId, since, ...one } of await listLingering(now)) {
    const days = Math.floor((now.getTime() - since.getTime()) / dayMs);
    const grant = one.told && days > 0 ? await findGrantRow(grantId) : null;
    if (grant?.state !== "revoking") continue;
    const { handles, personIds } = concerned(grant);
    const what = targetName(grant.functionName, grant.qualifier);
    const { requestId, functionId } = grant;
    const isNew = await unaudited("notification.told", (tx) =>
      notify(tx, {
        ...{
          key: `grant.revoke_failed ${grantId} ${since.toISOString()} day ${days}`,
          kind: "grant.revoke_failed",
          level: "danger",
        },
        title: `${grant.principal} still has access to ${what}, and should not, for ${durationText(days)} now`,
        detail:
          `Removing it fails, and goes on being tried. ${findFailure(grant.failure)?.sentence ?? ""}`.trim(),
        to: { handles: [...handles, administratorGroup], personIds },
        ...{ href: paths.request(requestId), requestId, grantId, functionId },
      }),
    );
    if (isNew) told += 1;
  }
  return told;
}

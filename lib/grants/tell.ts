import type { Transaction } from "@/lib/db/client";
import { administratorGroup } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";
import { notify } from "@/lib/notifications/notify";
import { paths } from "@/lib/paths";
import type { StepFailure } from "./failure";
import type { GrantRow } from "./live";

/** Whoever answers for a grant's function, and all who asked for it. */
export function concerned({ function: { owners }, request, justifications }: GrantRow) {
  return {
    handles: owners.length > 0 ? owners : [administratorGroup],
    personIds: [request.requesterId, ...justifications.map((one) => one.request.requesterId)],
  };
}

/**
 * Tells people that a step on a grant failed and needs them. Access that should be gone is the worst there is.
 * @param goesOn whether it is tried further without anybody doing anything
 */
export async function tellOfFailure(
  tx: Transaction,
  grant: GrantRow,
  failure: StepFailure,
  goesOn: boolean,
): Promise<void> {
  const { id, requestId, functionId, principal } = grant;
  const what = targetName(grant.functionName, grant.qualifier);
  const { handles, personIds } = concerned(grant);
  const about = { href: paths.request(requestId), requestId, grantId: id, functionId };
  if (failure.step === "apply") {
    await notify(tx, {
      ...{ key: `grant.apply_failed ${id} ${failure.at}`, kind: "grant.apply_failed", level: "warning" },
      title: `Access of ${principal} to ${what} ${goesOn ? "is not applied yet" : "could not be applied"}`,
      ...{
        detail: goesOn ? `It goes on being tried. ${failure.sentence}` : failure.sentence,
        to: { handles, personIds },
        ...about,
      },
    });
    return;
  }
  await notify(tx, {
    ...{ key: `grant.revoke_failed ${id} ${failure.at}`, kind: "grant.revoke_failed", level: "danger" },
    title: `${principal} still has access to ${what}, and should not`,
    detail: `Removing it fails, and goes on being tried. ${failure.sentence}`,
    to: { handles: [...handles, administratorGroup], personIds },
    ...about,
  });
}

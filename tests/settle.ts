import type { Actor } from "@/lib/audit/actor";
import { db } from "@/lib/db/client";
import { acceptDrift, restoreGrant } from "@/lib/grants/settle";
import { shownDrift } from "@/lib/lambda/drift";

/** What a form sends of a grant. */
interface Sent {
  grantId: string;
  reason: string;
}

/** How somebody who looks at a grant is shown that it differs. */
async function shownOf(id: string): Promise<string> {
  const { drift, driftEvent } = await db().grant.findUniqueOrThrow({ where: { id } });
  return shownDrift(drift ?? "missing", driftEvent); // a form that is sent again is of a grant that differs no more
}

/** Restores a grant as it is shown now. */
export async function restore(who: Actor, sent: Sent): Promise<void> {
  await restoreGrant(who, { ...sent, shown: await shownOf(sent.grantId) });
}

/** Accepts of a grant what is shown now. */
export async function accept(who: Actor, sent: Sent): Promise<void> {
  await acceptDrift(who, { ...sent, shown: await shownOf(sent.grantId) });
}

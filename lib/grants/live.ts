import { connectedUrl, db } from "@/lib/db/client";
import { withLock } from "@/lib/db/lock";
import { answering, placeKey } from "@/lib/answering";
import { clientFor } from "@/lib/catalog/accounts";
import type { Held, RegionClient } from "@/lib/aws/region-client";
import type { GrantFacts } from "./can";
import { findFailure, type StepFailure } from "./failure";
import { standsForColumns } from "./may-restore";
import { statementInputOf } from "./principal";
import { putBack } from "./put-back";

/** A grant with what is needed to act on it. */
export async function findGrantRow(grantId: string) {
  return db().grant.findUnique({
    where: { id: grantId },
    include: {
      function: { select: { id: true, arn: true, owners: true } },
      request: { select: { requesterId: true, state: true } },
      justifications: {
        where: { endedAt: null },
        select: { itemId: true, ...standsForColumns },
      },
    },
  });
}
export type GrantRow = NonNullable<Awaited<ReturnType<typeof findGrantRow>>>;

/** The statement a grant stands for. */
export function inputOf(grant: GrantRow) {
  return statementInputOf(grant, grant.function.arn.split(":")[1] ?? "aws");
}

/** What of a grant names it in the rules. */
interface Named {
  id: string;
  accountId: string;
  region: string;
  functionName: string;
  function: { owners: string[] };
  request: { requesterId: string };
  justifications: { request: { requesterId: string } }[];
}

/** All whose requests justify a grant now; whose it was, once nothing does. */
function requestersOf({ request, justifications }: Named): string[] {
  const now = [...new Set(justifications.map((one) => one.request.requesterId))];
  return now.length > 0 ? now : [request.requesterId];
}

/** The columns that decide what its state lets be done with it (can.ts). */
export type Settled = Pick<GrantRow, "state" | "failure" | "drift" | "origin">;

/** What its state lets be done with it is decided by this (can.ts). */
export function factsOf(grant: Settled): GrantFacts {
  const { state, drift, origin } = grant;
  return { state, drift, origin, failure: findFailure(grant.failure) };
}

/** How a grant is named in the rules. */
export function resourceOf(grant: Named, approverId?: string | null) {
  const {
    accountId,
    region,
    functionName: name,
    function: { owners },
  } = grant;
  return {
    type: "Grant" as const,
    id: grant.id,
    requesterId: grant.request.requesterId,
    requesterIds: requestersOf(grant),
    approverId,
    function: { accountId, region, name, owners },
  };
}

/** How the only writer of a function reaches it. */
export interface Writer {
  client: RegionClient;
  held: Held;
}

/**
 * Runs `work`, the job of a step, as the only writer of the grant's function, whatever other processes do. The grant is
 * read again under the lock; `work` is not run when it is gone. While somebody else is at the function for longer, the
 * job is put back for a moment later.
 * @param work is handed the grant, and how to reach its account
 */
export async function asOnlyWriter(
  step: StepFailure["step"],
  grantId: string,
  work: (grant: GrantRow, connect: () => Promise<Writer>) => Promise<void>,
): Promise<void> {
  const found = await findGrantRow(grantId);
  if (!found) return;
  const run = await withLock(connectedUrl(), found.function.arn, async (held) => {
    const grant = await findGrantRow(grantId);
    if (!grant) return;
    // The first that meets a silent account and region ends soon; what others then try there has the time it takes.
    const brief = answering(placeKey(grant)) !== "late";
    const client = () => clientFor(grant.accountId, grant.region, { brief });
    await work(grant, async () => ({ client: await client(), held }));
  });
  if (!run) await putBack(step, grantId);
}

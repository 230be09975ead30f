import { connectedUrl, db, type Transaction } from "@/lib/db/client";
import { withLock } from "@/lib/db/lock";
import { unaudited } from "@/lib/db/unaudited";
import { XaccountError } from "@/lib/errors";
import { clientFor } from "./accounts";
import { ingest } from "./ingest";
import { readFunction } from "./read-function";
import { keepNotice, takeNotice, type Told } from "./take-notice";

/** Where a function is, by its name. */
export interface FunctionPlace {
  accountId: string;
  region: string;
  name: string;
}

/** Whether functions of an account and region are read: those of others are not looked for. */
export async function isRead(
  from: { accountRegion: Pick<Transaction["accountRegion"], "count"> },
  { accountId, region }: Omit<FunctionPlace, "name">,
): Promise<boolean> {
  const where = { accountId, region, account: { connection: { not: "none" } } } as const;
  return (await from.accountRegion.count({ where })) > 0;
}

/**
 * The job of an event that told of a function that was not known: it is read as a sync would, and what was told of it is
 * kept. One that is gone by then, or was never there, leaves nothing; one that was found meanwhile is read again, as
 * after any event.
 * @throws AwsFailure, or XaccountError Throttled while somebody else looks for it: the job is tried again
 */
export async function findTold(place: FunctionPlace, told: Told): Promise<void> {
  const { accountId, region, name } = place;
  // One at a time: who finds it gone must not be followed by who read it before that.
  const run = await withLock(connectedUrl(), `find ${accountId} ${region} ${name}`, async () => {
    const known = await db().function.findUnique({
      where: { accountId_region_name: place },
      select: { id: true },
    });
    if (known) {
      await unaudited("catalog.read", (tx) => takeNotice(tx, known.id, told));
      return;
    }
    if (!(await isRead(db(), place))) return; // it was disconnected since
    const client = await clientFor(accountId, region, { urgent: false, brief: true });
    const read = await readFunction(client, accountId, await client.listVersionsOf(name));
    if (read)
      await unaudited("catalog.read", async (tx) => {
        await keepNotice(tx, await ingest(tx, read), told);
      });
  });
  if (!run)
    throw new XaccountError(
      "Throttled",
      `${name} is being looked for already, and nothing was read by this try. It is tried again shortly.`,
    );
}

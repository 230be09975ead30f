import type { AccountAccess } from "@/lib/aws/clients";
import { RegionClient } from "@/lib/aws/region-client";
import type { Manner } from "@/lib/aws/tries";
import { db } from "@/lib/db/client";
import { reserveTurns } from "@/lib/db/turns";
import { XaccountError } from "@/lib/errors";

/** How an account is reached. @throws XaccountError NotFound, or Refused when it is known and not connected */
export async function getAccess(accountId: string): Promise<AccountAccess> {
  const account = await db().account.findUnique({ where: { id: accountId } });
  if (!account)
    throw new XaccountError(
      "NotFound",
      `Account ${accountId} is not known here. An administrator can connect it.`,
    );
  const { connection, roleArn, externalId } = account;
  if (connection === "none") {
    throw new XaccountError(
      "Refused",
      `Account ${accountId} is known but not connected, so nothing was changed there. An administrator can connect it.`,
    );
  }
  return { accountId, connection, roleArn, externalId };
}

/**
 * A client for an account and region, that keeps to AWS's quotas together with all processes of this database.
 * @param manner `urgent` false for what nobody waits for
 * @throws as `getAccess`
 */
export async function clientFor(
  accountId: string,
  region: string,
  manner: Partial<Omit<Manner, "reserve">> = {},
): Promise<RegionClient> {
  return new RegionClient(await getAccess(accountId), region, {
    urgent: true,
    ...manner,
    reserve: reserveTurns,
  });
}

/** Every account with its regions, by name. */
export function listAccounts() {
  return db().account.findMany({
    include: { regions: { orderBy: { region: "asc" } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}
export type AccountRow = Awaited<ReturnType<typeof listAccounts>>[number];

/** The organization of an account: undefined when the account is not known here, null when it has none. */
export async function findOrganization(accountId: string): Promise<string | null | undefined> {
  const account = await db().account.findUnique({
    where: { id: accountId },
    select: { organizationId: true },
  });
  return account ? account.organizationId : undefined;
}

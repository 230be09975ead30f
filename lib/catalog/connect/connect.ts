import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { findHome, testRole } from "@/lib/aws/connect-test";
import { db } from "@/lib/db/client";
import { reserveTurns } from "@/lib/db/turns";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { parseAccountId } from "@/lib/lambda/arn";

/** An account that is being connected. @throws XaccountError NotFound */
export async function getPrepared(accountId: string) {
  const id = parseAccountId(accountId);
  const account = id.ok
    ? await db().account.findUnique({
        where: { id: id.value },
        include: { regions: { orderBy: { region: "asc" } } },
      })
    : null;
  if (!account)
    throw new XaccountError(
      "NotFound",
      "That account is not known here; write its ID on the accounts page first.",
    );
  return account;
}

/** Accounts that have an external ID and are not connected yet: their role is still to be made. */
export async function listPrepared() {
  const rows = await db().account.findMany({
    where: { connection: "none", externalId: { not: null } },
    select: { id: true, partition: true, externalId: true },
    orderBy: { id: "asc" },
    take: 1000,
  });
  return rows.map(({ externalId, ...row }) => ({ ...row, externalId: externalId ?? "" }));
}

/** Accounts that are known by name, and not prepared yet, by name; a thousand at most. */
export function listUnprepared() {
  return db().account.findMany({
    where: { connection: "none", externalId: null },
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 1000,
  });
}

/**
 * Tries an account's role, in each of its regions, and connects it when it does what it must and no more.
 * @throws XaccountError Forbidden, NotFound, Invalid, Conflict; from AWS Refused, Throttled or Unreachable, with what to mend
 */
export async function connectAccount(actor: Actor, accountId: string): Promise<void> {
  assertMay(actor, "connectAccount", { type: "System" });
  const { id, roleArn, externalId, regions } = await getPrepared(accountId);
  if (!roleArn || !externalId)
    throw new XaccountError("Invalid", "This account has no role and external ID yet; nothing was changed.");
  if (regions.length === 0)
    throw new XaccountError("Invalid", "This account has no region to read; nothing was changed.");
  const names = regions.map(({ region }) => region);
  await testRole({ accountId: id, roleArn, externalId }, names, await findHome(), reserveTurns);
  await audited(actor, async (tx, record) => {
    const { count } = await tx.account.updateMany({
      where: { id, roleArn, externalId },
      data: { connection: "role" },
    });
    if (count === 0)
      throw new XaccountError(
        "Conflict",
        "Somebody gave this account another role while this one was tried, so it was not connected. Try again.",
      );
    await record({
      action: "account.connected",
      subject: { kind: "account", id },
      accountId: id,
      data: { roleArn, regions: names },
    });
  });
}

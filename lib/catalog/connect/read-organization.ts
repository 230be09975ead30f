import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { readOrganizationAccounts } from "@/lib/aws/organizations";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";

/** What reading an organization brought. */
export interface OrganizationRead {
  /** Accounts that were not known before. */
  added: number;
  /** Those whose name or organization is another now. */
  renamed: number;
  /** Those that can't be used: they are not made known. */
  suspended: number;
  total: number;
}

/**
 * Makes the accounts of Xaccount's own organization known, by name, so that nobody types their IDs. How an account is
 * connected, its role and its external ID are never changed by it.
 * @throws XaccountError Forbidden; from AWS Refused, Throttled or Unreachable, with what to do
 */
export async function readOrganization(actor: Actor): Promise<OrganizationRead> {
  assertMay(actor, "connectAccount", { type: "System" });
  const { id: organizationId, accounts } = await readOrganizationAccounts();
  if (accounts.length === 0)
    throw new XaccountError("NotFound", "The organization has no accounts; nothing was changed.");
  const active = accounts.filter(({ isActive }) => isActive);
  return audited(actor, async (tx, record) => {
    const known = await tx.account.findMany({ select: { id: true, name: true, organizationId: true } });
    const byId = new Map(known.map((account) => [account.id, account]));
    const fresh = active.filter(({ id }) => !byId.has(id));
    await tx.account.createMany({
      data: fresh.map(({ id, name }) => ({ id, name, organizationId })),
      skipDuplicates: true,
    });
    const changed = active.filter(({ id, name }) => {
      const before = byId.get(id);
      return before && (before.name !== name || before.organizationId !== organizationId);
    });
    for (const { id, name } of changed)
      await tx.account.update({ where: { id }, data: { name, organizationId } });
    const read = {
      ...{ added: fresh.length, renamed: changed.length, total: accounts.length },
      suspended: accounts.length - active.length,
    };
    await record({
      action: "organization.read",
      subject: { kind: "account", id: organizationId },
      data: { ...read },
    });
    return read;
  });
}

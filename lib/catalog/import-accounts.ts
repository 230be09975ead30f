import type { Actor } from "@/lib/audit/actor";
import { audited, type Record as Recorder } from "@/lib/audit/record";
import { db, type Transaction } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { partitionIn, readAccountsFile, type FileAccount } from "./accounts-file";
import { tryRoles, type Failed } from "./connect/try-roles";

/** What became of an account of a file. */
export interface Imported {
  id: string;
  name: string;
  /**
   * `kept`: its role is connected as before, and could not be tried now; `refused`: it is known, with what the file says,
   * and not connected.
   */
  what: "connected" | "named" | "kept" | "refused";
  /** Why it is not connected, or was not tried. */
  sentence: string | null;
}

interface Known {
  externalId: string | null;
  roleArn: string | null;
  partition: string;
  connection: "none" | "role" | "ambient";
}

const select = { id: true, externalId: true, roleArn: true, partition: true, connection: true } as const;

/** @throws XaccountError Invalid where a file contradicts what never changes */
function assertFits(account: FileAccount, known: Known | null): void {
  const { id, externalId } = account;
  partitionIn(account, known?.roleArn);
  if (known?.externalId && externalId && externalId !== known.externalId)
    throw new XaccountError(
      "Invalid",
      `Account ${id} has another external ID already, and it never changes; nothing was changed. Make its role trust the one on its page.`,
    );
}

/** What becomes of an account, by what its role did when it was tried. */
function outcomeOf({ ambient, roleArn }: FileAccount, known: Known | null, failed: Failed | undefined) {
  if (ambient) return { what: "connected", connection: "ambient", sentence: null } as const;
  // A file that names no role says nothing of how the account is reached, nor of what is read there.
  if (!roleArn && known && known.connection !== "none")
    return { what: "named", connection: known.connection, sentence: "It stays connected as it is." } as const;
  if (!roleArn) return { what: "named", connection: "none", sentence: null } as const;
  if (!failed) return { what: "connected", connection: "role", sentence: null } as const;
  const isSame = known?.connection === "role" && known.roleArn === roleArn;
  if (isSame && failed.isTransient)
    return { what: "kept", connection: "role", sentence: failed.sentence } as const;
  return { what: "refused", connection: "none", sentence: failed.sentence } as const;
}

async function keepRegions(tx: Transaction, { id, regions }: FileAccount): Promise<void> {
  await tx.accountRegion.deleteMany({ where: { accountId: id, region: { notIn: regions } } });
  await tx.accountRegion.createMany({
    data: regions.map((region) => ({ accountId: id, region })),
    skipDuplicates: true,
  });
}

async function keep(
  tx: Transaction,
  record: Recorder,
  account: FileAccount,
  failed: Failed | undefined,
): Promise<Imported> {
  const { id, name, organizationId, roleArn, regions } = account;
  const known = await tx.account.findUnique({ where: { id }, select });
  assertFits(account, known);
  const { what, connection, sentence } = outcomeOf(account, known, failed);
  const partition = partitionIn(account, known?.roleArn) ?? known?.partition;
  const externalId = account.externalId ?? known?.externalId;
  const data = { name, organizationId, roleArn: roleArn ?? undefined, externalId, partition, connection };
  await tx.account.upsert({ where: { id }, create: { id, ...data }, update: data });
  if (what !== "named" || connection === "none") await keepRegions(tx, account);
  const refused = known?.connection === "role" ? "account.disconnected" : "account.prepared";
  const actions = { connected: "account.connected", named: "account.named", kept: "account.named", refused };
  await record({
    action: actions[what],
    subject: { kind: "account", id },
    accountId: id,
    data: { name, roleArn: roleArn ?? null, regions, ...(sentence ? { why: sentence } : {}) },
  });
  return { id, name, what, sentence };
}

/**
 * Makes accounts known, and connects those whose role does what it must and no more: it is tried as on the account's
 * page. What is there already is brought up to date. An account whose role is refused is kept as the file has it, not
 * connected; one that is connected and did not change stays so where AWS can't be asked.
 * @param input parsed JSON: an array of {id, name, partition?, organizationId?, roleArn?, externalId?, ambient?, regions}
 * @returns what became of each
 * @throws XaccountError Forbidden; Invalid: then nothing was changed
 */
export async function importAccounts(actor: Actor, input: unknown): Promise<Imported[]> {
  assertMay(actor, "connectAccount", { type: "System" });
  const accounts = readAccountsFile(input);
  const rows = await db().account.findMany({ where: { id: { in: accounts.map(({ id }) => id) } }, select });
  for (const account of accounts) assertFits(account, rows.find(({ id }) => id === account.id) ?? null);
  const failed = await tryRoles(accounts);
  return audited(actor, async (tx, record) => {
    const imported: Imported[] = [];
    for (const account of accounts) imported.push(await keep(tx, record, account, failed.get(account.id)));
    return imported;
  });
}

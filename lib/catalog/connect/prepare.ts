import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { parseAccountId } from "@/lib/lambda/arn";
import { isRegion, partitionBy, regionHints, roleHints } from "@/lib/lambda/region";
import { connectorArn, connectorRole } from "./template";

const shape = z.object({ accountIds: z.string().default(""), regions: z.string().default("") });

const listOf = (text: string) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

const notPrepared = "No account was prepared, and nothing was changed; see below.";

function read(input: unknown): { ids: string[]; regions: string[]; partition: string } {
  const values = shape.parse(input);
  const fields: Record<string, string> = {};
  const ids = listOf(values.accountIds).map((text) => {
    const id = parseAccountId(text);
    if (!id.ok) fields.accountIds = `${text}: ${id.sentence}`;
    return id.ok ? id.value : "";
  });
  const regions = listOf(values.regions);
  if (ids.length === 0) fields.accountIds = "Write the ID of an account, or several.";
  const wrong = regions.find((one) => !isRegion(one));
  const partition = partitionBy(regionHints(regions));
  if (!partition.ok) fields.regions = `${partition.sentence} Prepare accounts of each by themselves.`;
  if (wrong) fields.regions = `“${wrong}” is no region; one looks like us-east-1.`;
  if (regions.length === 0) fields.regions = "Name the regions that functions are in.";
  if (Object.keys(fields).length > 0) throw new XaccountError("Invalid", notPrepared, { fields });
  return { ids, regions, partition: (partition.ok && partition.value) || "aws" };
}

/** Nobody can guess it, no two accounts share it, and it never changes: who learns a role's name can't use it. */
const newExternalId = () => `xa-${randomBytes(16).toString("hex")}`;

/** Whether a role is none, or the one that the templates make. */
const isProposed = (roleArn: string | null) => roleArn === null || roleArn.endsWith(`:role/${connectorRole}`);

/** @throws XaccountError Invalid where the account is in another partition than the regions */
async function keepPrepared(
  tx: Transaction,
  id: string,
  regions: string[],
  partition: string,
): Promise<void> {
  const roleArn = connectorArn({ accountId: id, partition });
  const known = await tx.account.findUnique({ where: { id }, include: { regions: true } });
  if (!known) {
    const externalId = newExternalId();
    await tx.account.create({ data: { id, name: id, roleArn, partition, externalId } });
  } else {
    // A role that was only proposed here follows its regions; what somebody named, or uses, stays.
    const isOpen = known.connection === "none" && (!known.externalId || isProposed(known.roleArn));
    const before = known.regions.map(({ region }) => region);
    const fits = partitionBy([
      ...(isOpen ? [] : roleHints(known.roleArn)),
      ...regionHints([...before, ...regions]),
    ]);
    if (!fits.ok)
      throw new XaccountError("Invalid", notPrepared, {
        fields: { regions: `Account ${id} can't have these regions: ${fits.sentence}` },
      });
    const externalId = known.externalId ?? newExternalId();
    if (isOpen) await tx.account.update({ where: { id }, data: { roleArn, partition, externalId } });
  }
  await tx.accountRegion.createMany({
    data: regions.map((region) => ({ accountId: id, region })),
    skipDuplicates: true,
  });
}

/**
 * Makes accounts known, each with an external ID of its own, so that the role can be made there. One that is known
 * keeps its name, its role and its external ID; regions are added. The regions say which of AWS's partitions they are in.
 * @returns the accounts' IDs
 * @throws XaccountError Invalid with a sentence a field; Forbidden
 */
export async function prepareAccounts(actor: Actor, input: unknown): Promise<string[]> {
  assertMay(actor, "connectAccount", { type: "System" });
  const { ids, regions, partition } = read(input);
  await audited(actor, async (tx, record) => {
    for (const id of ids) {
      await keepPrepared(tx, id, regions, partition);
      await record({
        action: "account.prepared",
        subject: { kind: "account", id },
        accountId: id,
        data: { regions },
      });
    }
  });
  return ids;
}

import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { parseAccountId } from "@/lib/lambda/arn";
import { connectorArn } from "./template";

const shape = z.object({ accountIds: z.string().default(""), regions: z.string().default("") });
const region = /^[a-z]{2}(-[a-z]+)+-\d$/;

const listOf = (text: string) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

function read(input: unknown): { ids: string[]; regions: string[] } {
  const values = shape.parse(input);
  const fields: Record<string, string> = {};
  const ids = listOf(values.accountIds).map((text) => {
    const id = parseAccountId(text);
    if (!id.ok) fields.accountIds = `${text}: ${id.sentence}`;
    return id.ok ? id.value : "";
  });
  const regions = listOf(values.regions);
  if (ids.length === 0) fields.accountIds = "Write the ID of an account, or several.";
  const wrong = regions.find((one) => !region.test(one));
  if (wrong) fields.regions = `“${wrong}” is no region; one looks like us-east-1.`;
  if (regions.length === 0) fields.regions = "Name the regions that functions are in.";
  if (Object.keys(fields).length > 0)
    throw new XaccountError("Invalid", "No account was prepared, and nothing was changed; see below.", {
      fields,
    });
  return { ids, regions };
}

/** Nobody can guess it, no two accounts share it, and it never changes: who learns a role's name can't use it. */
const newExternalId = () => `xa-${randomBytes(16).toString("hex")}`;

/**
 * Makes accounts known, each with an external ID of its own, so that the role can be made there. One that is known
 * keeps its name, its role and its external ID; regions are added.
 * @returns the accounts' IDs
 * @throws XaccountError Invalid with a sentence a field; Forbidden
 */
export async function prepareAccounts(actor: Actor, input: unknown): Promise<string[]> {
  assertMay(actor, "connectAccount", { type: "System" });
  const { ids, regions } = read(input);
  await audited(actor, async (tx, record) => {
    for (const id of ids) {
      const known = await tx.account.findUnique({ where: { id } });
      const role = {
        roleArn: connectorArn({ accountId: id, partition: known?.partition ?? "aws" }),
        externalId: newExternalId(),
      };
      if (!known) await tx.account.create({ data: { id, name: id, ...role } });
      else if (!known.externalId && known.connection === "none")
        await tx.account.update({ where: { id }, data: role });
      await tx.accountRegion.createMany({
        data: regions.map((one) => ({ accountId: id, region: one })),
        skipDuplicates: true,
      });
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

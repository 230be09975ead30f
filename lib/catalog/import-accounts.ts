import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";

const accountShape = z.object({
  id: z.string().regex(/^\d{12}$/, "an account ID has 12 digits"),
  name: z.string().min(1),
  partition: z.string().default("aws"),
  organizationId: z.string().nullish(),
  roleArn: z.string().startsWith("arn:").nullish(),
  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "an external ID has 2 to 1224 letters, digits and +=,.@:/-_")
    .nullish(),
  /** The account this process runs in needs no role. */
  ambient: z.boolean().default(false),
  regions: z.array(z.string()).default([]),
});

/**
 * Makes accounts known, and connected where they name a role: what is there already is brought up to date.
 * @param input parsed JSON: an array of {id, name, organizationId?, roleArn?, externalId?, ambient?, regions}
 * @returns how many accounts
 */
export async function importAccounts(actor: Actor, input: unknown): Promise<number> {
  assertMay(actor, "connectAccount", { type: "System" });
  const read = z.array(accountShape).min(1).safeParse(input);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new XaccountError(
      "Invalid",
      `The list of accounts can't be read, and nothing was changed: ${issue?.path.join(".")}: ${issue?.message}.`,
    );
  }
  await audited(actor, async (tx, record) => {
    for (const { regions, ambient, id, ...rest } of read.data) {
      if (rest.roleArn && !rest.externalId) {
        throw new XaccountError(
          "Invalid",
          `Account ${id} has a role without an external ID; nothing was changed. Anybody who learns the role's name could have Xaccount use it.`,
        );
      }
      const connection = ambient
        ? ("ambient" as const)
        : rest.roleArn
          ? ("role" as const)
          : ("none" as const);
      const known = await tx.account.findUnique({ where: { id }, select: { externalId: true } });
      const externalId = rest.externalId ?? known?.externalId ?? null;
      if (known?.externalId && externalId !== known.externalId)
        throw new XaccountError(
          "Invalid",
          `Account ${id} has another external ID already, and it never changes; nothing was changed. Make its role trust the one on its page.`,
        );
      const data = { ...rest, externalId, connection };
      await tx.account.upsert({ where: { id }, create: { id, ...data }, update: data });
      await tx.accountRegion.deleteMany({ where: { accountId: id, region: { notIn: regions } } });
      await tx.accountRegion.createMany({
        data: regions.map((region) => ({ accountId: id, region })),
        skipDuplicates: true,
      });
      const action = connection === "none" ? "account.named" : "account.connected";
      await record({
        action,
        subject: { kind: "account", id },
        accountId: id,
        data: { name: rest.name, roleArn: rest.roleArn ?? null, regions },
      });
    }
  });
  return read.data.length;
}

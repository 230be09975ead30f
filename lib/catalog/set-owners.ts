import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { audited } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { XaccountError } from "@/lib/errors";
import { assertMay } from "@/lib/identity/may";
import { resolveOwners, splitOwners } from "./owners";

const shape = z.object({
  accountId: z
    .string()
    .trim()
    .transform((text) => text || null)
    .pipe(
      z
        .string()
        .regex(/^\d{12}$/, "An account ID has 12 digits.")
        .nullable(),
    ),
  pattern: z
    .string()
    .trim()
    .transform((text) => text || "*")
    .pipe(
      z.string().regex(/^[\w*?-]{1,64}$/, "A pattern is a function's name with * and ? where it varies."),
    ),
  owners: z.string().max(1000),
});

/**
 * Sets who owns the functions of an account or of a name pattern, over their tags; no owners takes the word back.
 * @returns how many functions it changed
 */
export async function setOwners(actor: Actor, input: unknown): Promise<number> {
  assertMay(actor, "setOwners", { type: "System" });
  const read = shape.safeParse(input);
  if (!read.success) {
    const fields = Object.fromEntries(
      read.error.issues.map((issue) => [issue.path.join("."), issue.message]),
    );
    throw new XaccountError("Invalid", "The owners were not set; see below.", { fields });
  }
  const { accountId, pattern } = read.data;
  const owners = splitOwners(read.data.owners);
  return audited(actor, async (tx, record) => {
    const id = `${accountId ?? "*"}/${pattern}`;
    const { count } = await tx.ownerOverride.deleteMany({ where: { accountId, pattern } });
    if (owners.length === 0 && count === 0)
      throw new XaccountError("Invalid", "Nobody was named, and there was no such rule to take back.", {
        fields: { owners: "Name a group or an e-mail address." },
      });
    if (owners.length > 0) {
      await tx.ownerOverride.create({
        data: { accountId, pattern, owners, createdById: actor.kind === "person" ? actor.personId : null },
      });
    }
    await record({
      action: "owners.set",
      subject: { kind: "owners", id },
      accountId: accountId ?? undefined,
      data: { pattern, owners },
    });
    return applyOverrides(tx, accountId);
  });
}

async function applyOverrides(tx: Transaction, accountId: string | null): Promise<number> {
  const overrides = await tx.ownerOverride.findMany();
  const rows = await tx.function.findMany({
    where: accountId ? { accountId } : {},
    select: { id: true, accountId: true, name: true, tags: true, owners: true },
    orderBy: { id: "asc" }, // as everybody locks them
  });
  let changed = 0;
  for (const row of rows) {
    const tags = z.record(z.string(), z.string()).catch({}).parse(row.tags);
    const { owners, source } = resolveOwners({ ...row, tags }, overrides, env().XACCOUNT_OWNER_TAG);
    if (owners.join() === row.owners.join()) continue;
    await tx.function.update({ where: { id: row.id }, data: { owners, ownerSource: source } });
    changed += 1;
  }
  return changed;
}

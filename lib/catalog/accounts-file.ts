import { z } from "zod";
import { XaccountError } from "@/lib/errors";
import { isRegion, partitionBy, regionHints, roleHints } from "@/lib/lambda/region";

const shape = z.object({
  id: z.string().regex(/^\d{12}$/, "an account ID has 12 digits"),
  name: z.string().min(1),
  /** Said by the regions and the role, where there are any. */
  partition: z.string().nullish(),
  organizationId: z.string().nullish(),
  roleArn: z.string().startsWith("arn:").nullish(),
  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "an external ID has 2 to 1224 letters, digits and +=,.@:/-_")
    .nullish(),
  /** The account this process runs in needs no role. */
  ambient: z.boolean().default(false),
  regions: z
    .array(z.string().refine(isRegion, { error: ({ input }) => `“${input}” is no region` }))
    .default([]),
});

/** An account as a file names it. */
export type FileAccount = z.output<typeof shape>;

const invalid = (sentence: string) => new XaccountError("Invalid", sentence);

/**
 * The partition of a file's account: as it says itself, its regions and its role do.
 * @param knownRole its role as known, where the file names none
 * @returns null when nothing says any
 * @throws XaccountError Invalid when they contradict each other
 */
export function partitionIn(account: FileAccount, knownRole: string | null = null): string | null {
  const { id, partition, regions, roleArn } = account;
  const said = partition ? [{ what: `Account ${id} as it is written`, partition }] : [];
  const read = partitionBy([...said, ...regionHints(regions), ...roleHints(roleArn ?? knownRole)]);
  if (!read.ok) throw invalid(`Account ${id} can't be so, and nothing was changed: ${read.sentence}`);
  return read.value;
}

/**
 * Reads a file of accounts.
 * @param input parsed JSON: an array of {id, name, partition?, organizationId?, roleArn?, externalId?, ambient?, regions}
 * @throws XaccountError Invalid, with what is wrong
 */
export function readAccountsFile(input: unknown): FileAccount[] {
  const read = z.array(shape).min(1).safeParse(input);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw invalid(
      `The list of accounts can't be read, and nothing was changed: ${issue?.path.join(".")}: ${issue?.message}.`,
    );
  }
  const seen = new Set<string>();
  for (const account of read.data) {
    const { id, roleArn, externalId } = account;
    if (seen.has(id)) throw invalid(`Account ${id} is in the list twice; nothing was changed.`);
    seen.add(id);
    if (roleArn && !externalId)
      throw invalid(
        `Account ${id} has a role without an external ID; nothing was changed. Anybody who learns the role's name could have Xaccount use it.`,
      );
    if (roleArn && roleArn.split(":")[4] !== id)
      throw invalid(`The role of account ${id} is of another account; nothing was changed: ${roleArn}.`);
    partitionIn(account);
  }
  return read.data;
}

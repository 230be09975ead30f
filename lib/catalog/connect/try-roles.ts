import { findHome, testRole, type Home } from "@/lib/aws/connect-test";
import { AwsFailure, toAwsFailure } from "@/lib/aws/errors";
import { reserveTurns } from "@/lib/db/turns";
import { firstRegionOf } from "@/lib/lambda/region";

/** An account whose role is tried; one without, or that needs none, is passed over. */
interface Candidate {
  id: string;
  roleArn?: string | null;
  externalId?: string | null;
  ambient: boolean;
  regions: string[];
}
type Tryable = Candidate & { roleArn: string; externalId: string };

/** Why a role is not connected. */
export interface Failed {
  sentence: string;
  /** AWS could not be asked, or asked to slow down: it may well do another time. */
  isTransient: boolean;
}

/** Roles tried at the same time. */
const width = 8;

/** Tries one role, in its account's regions. @returns why it can't be connected; null when it can */
async function tryRole({ id, roleArn, externalId, regions }: Tryable, home: Home): Promise<Failed | null> {
  const where = regions.length > 0 ? regions : [firstRegionOf(roleArn.split(":")[1] ?? "")];
  try {
    await testRole({ accountId: id, roleArn, externalId }, where, home, reserveTurns);
    return null;
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return { sentence: error.message, isTransient: error.isTransient };
  }
}

/**
 * Tries the roles of several accounts, a few at a time.
 * @returns those that can't be connected, by account, and why
 */
export async function tryRoles(accounts: Candidate[]): Promise<Map<string, Failed>> {
  const left = accounts.filter(
    (account): account is Tryable => !account.ambient && Boolean(account.roleArn && account.externalId),
  );
  if (left.length === 0) return new Map();
  const home = await findHome().catch((error: unknown) => toAwsFailure(error, "Xaccount's own account"));
  // Who does not know who it is itself can't say anything of a role.
  if (home instanceof AwsFailure)
    return new Map(left.map(({ id }) => [id, { sentence: home.message, isTransient: true }]));
  const failed = new Map<string, Failed>();
  const each = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const why = await tryRole(next, home);
      if (why) failed.set(next.id, why);
    }
  };
  await Promise.all(Array.from({ length: width }, each));
  return failed;
}

import { AwsFailure } from "@/lib/aws/errors";
import { isReadable, readPolicy } from "@/lib/lambda/policy";

/** Statement IDs of a policy that name a role or user that was deleted: AWS may take no further statement for them. */
function namesNobody(policy: string | null): string[] {
  return readPolicy(policy).statements.flatMap((one) =>
    isReadable(one) && one.principals.some(({ kind }) => kind === "orphan") ? (one.sid ?? []) : [],
  );
}

/** AWS refuses the grant's statement for one of somebody else's, which names nobody any more. */
export class StaleBlock extends AwsFailure {
  constructor(
    readonly blockers: string[],
    cause: unknown,
  ) {
    super(
      "principal-invalid",
      "Refused",
      `AWS takes no statement into this policy while it holds one that names a role or user that was deleted, and nothing was changed. Remove ${blockers.join(", ")} first (it lets nobody in), then try again.`,
      cause,
    );
  }
}

/** AWS says the same of a principal that does not exist: only the policy tells which of the two it is. */
export function principalRefused(error: AwsFailure, policy: string | null): AwsFailure {
  const blockers = namesNobody(policy);
  if (blockers.length > 0) return new StaleBlock(blockers, error);
  return new AwsFailure(
    "principal-invalid",
    "Refused",
    "AWS does not know the grantee, and nothing was changed. The role or user does not exist, or was made seconds ago: try again in a minute, or ask anew for one that exists.",
    error,
  );
}

import { AwsFailure } from "@/lib/aws/errors";
import { findOrphans, type OrphanStatement } from "@/lib/lambda/orphaned";
import { statementName } from "@/lib/lambda/policy-room";

/** What to do first. What has an ID can be removed from here; AWS removes nothing else by itself. */
function wayOut(orphans: OrphanStatement[]): string {
  const named = orphans.filter(({ sid }) => sid !== null);
  const unnamed = orphans.filter(({ sid }) => sid === null);
  const why = named.every(({ isForNobody }) => isForNobody)
    ? ` (${named.length > 1 ? "they let" : "it lets"} nobody in)`
    : "";
  const remove = `Remove ${named.map(statementName).join(", ")} first${why}`;
  if (unnamed.length === 0) return `${remove}, then try again.`;
  const which = unnamed.map((one) => `${statementName(one)} (for ${one.ids.join(", ")})`).join(", ");
  const put = `AWS removes no statement that has no ID: put the policy anew in AWS, without statement ${which}, then try again.`;
  return named.length > 0 ? `${remove}. ${put}` : put;
}

/** AWS refuses the grant's statement for others, which name somebody who was deleted. */
export class StaleBlock extends AwsFailure {
  /** Statement IDs of those that can be removed by one. */
  readonly blockers: string[];

  constructor(orphans: OrphanStatement[], cause: unknown) {
    super(
      "principal-invalid",
      "Refused",
      `AWS takes no statement into this policy while it holds one that names a role or user that was deleted, and nothing was changed. ${wayOut(orphans)}`,
      cause,
    );
    this.blockers = orphans.flatMap(({ sid }) => sid ?? []);
  }
}

/** AWS says the same of a principal that does not exist: only the policy tells which of the two it is. */
export function principalRefused(error: AwsFailure, policy: string | null): AwsFailure {
  const orphans = findOrphans(policy);
  if (orphans.length > 0) return new StaleBlock(orphans, error);
  return new AwsFailure(
    "principal-invalid",
    "Refused",
    "AWS does not know the grantee, and nothing was changed. The role or user does not exist, or was made seconds ago: try again in a minute, or ask anew for one that exists.",
    error,
  );
}

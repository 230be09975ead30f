import { exposures, type Exposure, type FunctionArn, type Principal, type Statement } from "./types";

/** How far a statement reaches, and whether conditions narrow it in a way this engine does not decide. */
export interface Reach {
  exposure: Exposure;
  conditional: boolean;
}

/** The wider of several; `private` of none. */
export function widest(list: Iterable<Exposure>): Exposure {
  let rank = 0;
  for (const exposure of list) rank = Math.max(rank, exposures.indexOf(exposure));
  return exposures[rank] ?? "private";
}

/** Values a key is held to by an operator that pins it (equals, like); null when nothing pins it. */
function pinned(statement: Statement, key: string): string[] | null {
  for (const [operator, block] of Object.entries(statement.conditions)) {
    if (!/^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/.test(operator))
      continue;
    for (const [name, values] of Object.entries(block)) if (name.toLowerCase() === key) return values;
  }
  return null;
}

function ofPrincipal(principal: Principal, statement: Statement, owner: FunctionArn): Exposure {
  switch (principal.kind) {
    case "account":
      return principal.accountId === owner.accountId ? "own_account" : "whole_account";
    case "role":
    case "user":
    case "session":
      return principal.accountId === owner.accountId ? "own_account" : "named_role";
    case "organization":
      return "organization";
    case "service":
      return ofService(statement, owner);
    case "orphan":
      return "private";
    case "anyone":
    case "unknown":
      return ofAnyone(statement, owner);
  }
}

/** A service acts for a resource of somebody: of the owner's account when the statement says so. Never public. */
function ofService(statement: Statement, owner: FunctionArn): Exposure {
  const accounts = pinned(statement, "aws:sourceaccount");
  const arns = pinned(statement, "aws:sourcearn");
  const foreign =
    accounts?.some((id) => id !== owner.accountId) ??
    // An S3 bucket's ARN names no account; that it is the owner's can't be told, nor that it is not.
    arns?.some((arn) => /^\d{12}$/.test(arn.split(":")[4] ?? "") && arn.split(":")[4] !== owner.accountId);
  return foreign ? "whole_account" : "own_account";
}

/** `*` narrowed by who the caller must be is no wider than that. */
function ofAnyone(statement: Statement, owner: FunctionArn): Exposure {
  const accounts = pinned(statement, "aws:principalaccount") ?? pinned(statement, "aws:sourceaccount");
  if (accounts && !accounts.some((id) => /[*?]/.test(id))) {
    return accounts.every((id) => id === owner.accountId) ? "own_account" : "whole_account";
  }
  if (pinned(statement, "aws:principalarn")?.every((arn) => !/^[*]|::[*]/.test(arn))) return "named_role";
  if (pinned(statement, "aws:principalorgid") ?? pinned(statement, "aws:principalorgpaths"))
    return "organization";
  return "public";
}

/** Conditions that say only who the caller is are decided by `exposure` itself. */
const aboutCaller = new Set(["aws:principalorgid", "aws:principalaccount", "aws:principalarn"]);

/**
 * How far a statement reaches beyond the function's own account.
 * @param owner the function the policy hangs on
 * @returns `private` for a Deny: it gives nobody anything
 */
export function statementReach(statement: Statement, owner: FunctionArn): Reach {
  const keys = Object.values(statement.conditions).flatMap((block) => Object.keys(block));
  const conditional = keys.some((key) => !aboutCaller.has(key.toLowerCase()));
  if (statement.effect === "Deny") return { exposure: "private", conditional };
  // Everybody except some is everybody.
  if (statement.notPrincipal) return { exposure: ofAnyone(statement, owner), conditional };
  return {
    exposure: widest(statement.principals.map((one) => ofPrincipal(one, statement, owner))),
    conditional,
  };
}

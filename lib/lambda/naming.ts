import type { Caller } from "./caller";
import type { Principal, Statement } from "./types";
import { any, not, type Truth } from "./truth";
import type { Context } from "./variables";

/**
 * How a statement's Principal meets a caller: itself; the role whose session it is; or its whole account, which only
 * delegates to that account's own policies.
 */
export type Grade = "direct" | "role" | "account";
export interface Naming {
  truth: Truth;
  grade: Grade;
}

const unmet: Naming = { truth: "no", grade: "direct" };
const met = (condition: boolean, grade: Grade = "direct"): Naming =>
  condition ? { truth: "yes", grade } : unmet;
const perhaps = (condition: boolean, grade: Grade = "direct"): Naming =>
  condition ? { truth: "unknown", grade } : unmet;

const accountOf = (caller: Caller) => ("accountId" in caller ? caller.accountId : null);

/** Asked for all of an account or organization, one of whose identities or accounts is named. */
function asksForSome(caller: Caller, accountId: string): boolean {
  return caller.kind === "organization" || (caller.kind === "account" && caller.accountId === accountId);
}

function unreadable(text: string, caller: Caller): Naming {
  if (text === caller.text) return met(true);
  if (text.startsWith("Federated: "))
    return perhaps(["session", "role", "account", "organization"].includes(caller.kind));
  if (text.startsWith("CanonicalUser: ")) return perhaps(caller.kind !== "service");
  // An ARN of another kind (a federated user's, say) names somebody, if not this caller.
  const account = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):[^*?]+$/.exec(text)?.[1];
  if (account) return perhaps(asksForSome(caller, account));
  return perhaps(true);
}

/** Whether one principal of a policy is the caller, or holds it. */
function names(principal: Principal, caller: Caller, context: Context): Naming {
  switch (principal.kind) {
    case "anyone":
      return met(true);
    case "account":
      if (caller.kind === "organization") return perhaps(true, "account");
      return met(accountOf(caller) === principal.accountId, "account");
    case "role": {
      const isSession = caller.kind === "session" && caller.accountId === principal.accountId;
      if (principal.text === caller.text || (isSession && caller.roleName === principal.name))
        return met(true, "role");
      return perhaps(asksForSome(caller, principal.accountId), "role");
    }
    case "session": {
      if (principal.text === caller.text) return met(true);
      const isItsRole = caller.kind === "role" && caller.name === principal.roleName;
      return perhaps(
        (isItsRole && caller.accountId === principal.accountId) || asksForSome(caller, principal.accountId),
      );
    }
    case "user":
      if (principal.text === caller.text) return met(true);
      return perhaps(asksForSome(caller, principal.accountId));
    case "service":
      return met(caller.kind === "service" && (principal.text === caller.text || principal.text === "*"));
    case "orphan": {
      if (principal.text === caller.text) return met(true);
      const [userId = ""] = context.get("aws:userid") ?? [];
      return met(userId.split(":")[0] === principal.text);
    }
    case "organization":
      return perhaps(true); // no document of AWS's holds one
    case "unknown":
      return unreadable(principal.text, caller);
  }
}

/**
 * An account in NotPrincipal stands beside the identities of it that are meant; alone, AWS does not say whether all of
 * them are. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExcepted(statement: Statement, caller: Caller, context: Context): Truth {
  const own = statement.principals.map((principal) => {
    const { truth, grade } = names(principal, caller, context);
    if (grade !== "account" || truth === "no" || caller.kind === "root") return truth;
    if (caller.kind === "account") return "unknown";
    const others = statement.principals.some(
      (one) => one !== principal && "accountId" in one && one.accountId === accountOf(caller),
    );
    return others ? "no" : "unknown";
  });
  return any(own);
}

const rank: Record<Grade, number> = { direct: 2, role: 1, account: 0 };

/** How a statement meets a caller: the best of what it names. */
export function namingOf(
  statement: Statement,
  { caller, context, bounded }: { caller: Caller; context: Context; bounded: boolean },
): Naming {
  // Whoever has a permission boundary is denied whatever NotPrincipal says.
  if (statement.notPrincipal && bounded && statement.effect === "Deny") return met(true);
  if (statement.notPrincipal) return { truth: not(isExcepted(statement, caller, context)), grade: "direct" };
  let best = unmet;
  for (const principal of statement.principals) {
    const one = names(principal, caller, context);
    if (one.truth === "no") continue;
    const better = one.truth === best.truth ? rank[one.grade] > rank[best.grade] : best.truth !== "yes";
    if (better) best = one;
  }
  return best;
}

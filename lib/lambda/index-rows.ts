import { matches } from "./match";
import { formatFunctionArn } from "./arn";
import { hasVariables } from "./variables";
import type { FunctionArn, Principal, Statement } from "./types";

/** Whom a statement is found under, in a search. */
export interface IndexedPrincipals {
  principals: Principal[];
  /**
   * Whether being found is the answer: every such caller is allowed. Otherwise the policy must be asked about each.
   */
  decided: boolean;
}

const pins: Record<string, (text: string) => Principal> = {
  "aws:principalorgid": (text) => ({ kind: "organization", text }),
  "aws:principalaccount": (text) => ({ kind: "account", text, accountId: text }),
};

/** `*` held by one condition to organizations or accounts is found under those. */
function narrowed(statement: Statement): IndexedPrincipals | null {
  const pinned = statement.conditionList.find(
    ({ operator, key, wanted, variable }) =>
      operator.name === "StringEquals" &&
      operator.quantifier === null &&
      !operator.ifExists &&
      !variable &&
      key in pins &&
      wanted.length > 0,
  );
  const make = pinned && pins[pinned.key];
  if (!make) return null;
  return { principals: pinned.wanted.map(make), decided: statement.conditionList.length === 1 };
}

const anyone: Principal = { kind: "anyone", text: "*" };

/**
 * Whom a statement is found under. Everybody that the engine does not deny is found; some that are found it denies.
 * @param target the function with its qualifier, whose policy holds the statement
 * @returns nobody for a statement that has no say in calls of this very target
 */
export function indexedPrincipals(statement: Statement, target: FunctionArn): IndexedPrincipals {
  const { effect, notPrincipal, principals } = statement;
  if (effect === "Deny") return { principals: notPrincipal ? [anyone] : principals, decided: false };
  if (!speaksOf(statement, target)) return { principals: [], decided: false };
  if (notPrincipal) return { principals: [anyone], decided: false };
  const isOpen = principals.some(({ kind }) => kind === "anyone");
  const narrow = isOpen ? narrowed(statement) : null;
  if (narrow) return narrow;
  const plain = statement.conditionList.length === 0 && !hasUnsure(statement);
  return { principals: isOpen ? [anyone] : principals, decided: plain };
}

const isVariable = (statement: Statement) => statement.variables && statement.resources.some(hasVariables);

function hasUnsure(statement: Statement): boolean {
  return isVariable(statement) || statement.principals.some(({ kind }) => kind === "unknown");
}

function speaksOf(statement: Statement, target: FunctionArn): boolean {
  if (isVariable(statement)) return true;
  const arn = formatFunctionArn(target);
  return statement.resources.some((pattern) => matches(pattern, arn)) !== statement.notResource;
}

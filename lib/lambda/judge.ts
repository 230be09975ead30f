import type { Caller } from "./caller";
import { conditionsHold } from "./conditions";
import { matches } from "./match";
import { namingOf, type Grade, type Naming } from "./naming";
import { isReadable } from "./policy";
import { all, any, type Truth } from "./truth";
import type { PolicyDocument, Statement, UnreadableStatement } from "./types";
import { hasVariables, substitute, type Context } from "./variables";

/** One call, as documents are asked about it. */
export interface Asked {
  caller: Caller;
  /** In lower case. */
  action: string;
  /** The ARN as it is called, qualified or not. */
  resource: string;
  /** Whether the caller has a permission boundary. */
  bounded: boolean;
  context: Context;
}

/** A statement that bears on the answer. */
export interface Bearing {
  statement: Statement | UnreadableStatement;
  truth: Truth;
  grade: Grade;
}

/** What one document says of a call: whether it denies, and whether it allows, by grade of naming the caller. */
export interface Judgement {
  deny: Truth;
  allow: Record<Grade, Truth>;
  bearings: Bearing[];
}

function coversActions({ actionPatterns, notAction }: Statement, action: string): boolean {
  for (const pattern of actionPatterns) if (matches(pattern, action)) return !notAction;
  return notAction;
}

function coversResource(statement: Statement, { resource, context }: Asked): Truth {
  let found: Truth = "no";
  for (const text of statement.resources) {
    const isVariable = statement.variables && hasVariables(text);
    const pattern = isVariable ? substitute(text, context, true) : text;
    if (pattern === null) continue;
    if (pattern === "unknown") found = "unknown";
    else if (matches(pattern, resource)) {
      found = "yes";
      break;
    }
  }
  if (!statement.notResource || found === "unknown") return found;
  return found === "yes" ? "no" : "yes";
}

const everybody: Naming = { truth: "yes", grade: "direct" };

/**
 * Whether a statement speaks of the call, and how it meets the caller.
 * @returns null when it does not
 * @param ofFunction whether it names principals; one of an identity speaks of whoever it hangs on
 */
export function bearingOf(statement: Statement, asked: Asked, ofFunction: boolean): Bearing | null {
  if (!coversActions(statement, asked.action)) return null;
  const resource = coversResource(statement, asked);
  if (resource === "no") return null;
  const naming = ofFunction ? namingOf(statement, asked) : everybody;
  if (naming.truth === "no") return null;
  const truth = all([resource, naming.truth, conditionsHold(statement.conditionList, asked.context)]);
  return truth === "no" ? null : { statement, truth, grade: naming.grade };
}

/** What a document says of a call. An unreadable statement may do what its Effect says, or either. */
export function judge(document: PolicyDocument, asked: Asked, ofFunction: boolean): Judgement {
  const result: Judgement = {
    deny: "no",
    allow: { direct: "no", role: "no", account: "no" },
    bearings: [],
  };
  for (const statement of document.statements) {
    if (!isReadable(statement)) {
      if (statement.effect !== "Allow") result.deny = any([result.deny, "unknown"]);
      if (statement.effect !== "Deny") result.allow.direct = any([result.allow.direct, "unknown"]);
      result.bearings.push({ statement, truth: "unknown", grade: "direct" });
      continue;
    }
    const bearing = bearingOf(statement, asked, ofFunction);
    if (!bearing) continue;
    result.bearings.push(bearing);
    if (statement.effect === "Deny") result.deny = any([result.deny, bearing.truth]);
    else result.allow[bearing.grade] = any([result.allow[bearing.grade], bearing.truth]);
  }
  return result;
}

/** Whether a document allows at all, however it names the caller. */
export function allows({ allow }: Judgement): Truth {
  return any([allow.direct, allow.role, allow.account]);
}

import { readConditionList, type Conditions } from "./conditions";
import { readPrincipals } from "./principal";
import { sameStatement, type RenderedStatement } from "./statement";
import type { PolicyDocument, Statement, UnreadableStatement } from "./types";

/** The most a function's policy may hold, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const policyLimitBytes = 20_480;

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

class Unreadable extends Error {}

/** Where a document hangs: which elements its statements have. */
export type PolicyKind = "function" | "identity" | "rcp";

const elements = new Set([
  "Sid",
  "Effect",
  ...["Principal", "Action", "Resource"].flatMap((name) => [name, `Not${name}`]),
  "Condition",
]);

function texts(value: unknown, element: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one === "string") return one;
    throw new Unreadable(`Its ${element} holds something that is no text.`);
  });
}

/** One of an element and its negation, which exclude each other. */
function either(raw: Record<string, unknown>, element: string): { value: unknown; negated: boolean } {
  const [plain, negated] = [raw[element], raw[`Not${element}`]];
  if (plain !== undefined && negated !== undefined)
    throw new Unreadable(`It has both ${element} and Not${element}.`);
  if (plain === undefined && negated === undefined) throw new Unreadable(`It has no ${element}.`);
  return plain === undefined ? { value: negated, negated: true } : { value: plain, negated: false };
}

function readConditions(value: unknown): Conditions {
  if (value === undefined) return {};
  if (!isObject(value)) throw new Unreadable("Its Condition is no object.");
  const conditions: Conditions = {};
  for (const [operator, block] of Object.entries(value)) {
    if (!isObject(block)) throw new Unreadable(`Its condition ${operator} is no object.`);
    conditions[operator] = Object.fromEntries(
      Object.entries(block).map(([key, values]) => [
        key,
        (Array.isArray(values) ? (values as unknown[]) : [values]).map((one) => {
          if (typeof one === "object") throw new Unreadable(`Its condition on ${key} holds no plain value.`);
          return String(one);
        }),
      ]),
    );
  }
  return conditions;
}

function conditionsOf(raw: Record<string, unknown>, variables: boolean) {
  const conditions = readConditions(raw.Condition);
  const conditionList = readConditionList(conditions, variables);
  if (typeof conditionList === "string")
    throw new Unreadable(`Its condition operator ${conditionList} is not one of IAM's.`);
  return { conditions, conditionList };
}

function principalOf(raw: Record<string, unknown>, kind: PolicyKind) {
  if (kind === "rcp" && raw.Principal === undefined && raw.NotPrincipal === undefined)
    return { principals: readPrincipals("*"), notPrincipal: false }; // it can name nobody else
  if (kind !== "identity") {
    const { value, negated } = either(raw, "Principal");
    return { principals: readPrincipals(value), notPrincipal: negated };
  }
  if (raw.Principal !== undefined || raw.NotPrincipal !== undefined)
    throw new Unreadable("It names a principal, which a policy of an identity can't.");
  return { principals: [], notPrincipal: false };
}

function readStatement(
  raw: unknown,
  ordinal: number,
  { kind, variables }: { kind: PolicyKind; variables: boolean },
): Statement | UnreadableStatement {
  const document = JSON.stringify(raw);
  const sid = isObject(raw) && typeof raw.Sid === "string" ? raw.Sid : null;
  const effect = isObject(raw) && (raw.Effect === "Allow" || raw.Effect === "Deny") ? raw.Effect : null;
  try {
    if (!isObject(raw)) throw new Unreadable("It is no object.");
    const strange = Object.keys(raw).find((name) => !elements.has(name));
    if (strange) throw new Unreadable(`It has an element ${strange}, which policies don't have.`);
    if (!effect) throw new Unreadable("Its Effect is neither Allow nor Deny.");
    const [action, resource] = [either(raw, "Action"), either(raw, "Resource")];
    const actions = texts(action.value, "Action");
    return {
      ordinal,
      sid,
      effect,
      ...principalOf(raw, kind),
      actions,
      actionPatterns: actions.map((one) => one.toLowerCase()),
      notAction: action.negated,
      resources: texts(resource.value, "Resource"),
      notResource: resource.negated,
      ...conditionsOf(raw, variables),
      variables,
      document,
    };
  } catch (error) {
    if (error instanceof Unreadable) return { ordinal, sid, effect, document, unreadable: error.message };
    throw error;
  }
}

/**
 * Reads a policy. Never throws: what can't be read becomes an `UnreadableStatement` that says why.
 * @param text the document as GetPolicy returned it; null when there is none
 * @param kind a function's policy names principals, one of an identity (or an organization, over identities) does not
 */
export function readPolicy(text: string | null, kind: PolicyKind = "function"): PolicyDocument {
  if (text === null) return { statements: [], bytes: 0 };
  try {
    return readDocument(JSON.parse(text) as unknown, kind, bytesOf(text));
  } catch {
    return broken(text, "The policy is not JSON.");
  }
}

const broken = (text: string, unreadable: string): PolicyDocument => ({
  statements: [{ ordinal: 0, sid: null, effect: null, document: text, unreadable }],
  bytes: bytesOf(text),
});

/** Reads a policy that is JSON already. Never throws. @param bytes the size of its text, when there is one */
export function readDocument(
  document: unknown,
  kind: PolicyKind = "function",
  bytes?: number,
): PolicyDocument {
  const size = bytes ?? bytesOf(JSON.stringify(document ?? null));
  if (!isObject(document) || document.Statement === undefined)
    return broken(JSON.stringify(document ?? null), "The policy has no Statement.");
  const version = document.Version ?? "2008-10-17";
  if (version !== "2012-10-17" && version !== "2008-10-17")
    return broken(JSON.stringify(document), "The policy's Version is neither 2012-10-17 nor 2008-10-17.");
  const list: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const how = { kind, variables: version === "2012-10-17" };
  return { statements: list.map((raw, ordinal) => readStatement(raw, ordinal, how)), bytes: size };
}

/** Whether a statement could be read. */
export function isReadable(statement: Statement | UnreadableStatement): statement is Statement {
  return !("unreadable" in statement);
}

/**
 * The document after AddPermission: the statement at its end.
 * @returns the text (compact JSON) and its size in bytes, to be compared with `policyLimitBytes`
 */
export function addStatement(
  policy: string | null,
  statement: RenderedStatement,
): { text: string; bytes: number } {
  const empty = { Version: "2012-10-17", Id: "default", Statement: [] };
  const document: unknown = policy === null ? empty : JSON.parse(policy);
  const base = isObject(document) ? document : empty;
  const list: unknown[] = Array.isArray(base.Statement) ? base.Statement : [base.Statement];
  const text = JSON.stringify({ ...base, Statement: [...list, statement] });
  return { text, bytes: bytesOf(text) };
}

/** The statements of this ID as they stand in the document (compact JSON): one, where AddPermission made it. */
export function findStatements(policy: string | null, statementId: string): string[] {
  return readPolicy(policy).statements.flatMap(({ sid, document }) =>
    sid === statementId ? [document] : [],
  );
}

/**
 * The statement of this ID as it stands in the document (compact JSON); null when it is not there.
 * @param like of several (a document put whole may hold them) the one that says this; the first without it
 */
export function findStatement(policy: string | null, statementId: string, like?: string): string | null {
  const found = findStatements(policy, statementId);
  return found.find((one) => like !== undefined && sameStatement(one, like)) ?? found[0] ?? null;
}

import { readPrincipals } from "./principal";
import type { RenderedStatement } from "./statement";
import type { Conditions, PolicyDocument, Statement, UnreadableStatement } from "./types";

/** The most a function's policy may hold, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const policyLimitBytes = 20_480;

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

class Unreadable extends Error {}

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
        (Array.isArray(values) ? (values as unknown[]) : [values]).map(String),
      ]),
    );
  }
  return conditions;
}

function readStatement(raw: unknown, ordinal: number): Statement | UnreadableStatement {
  const document = JSON.stringify(raw);
  const sid = isObject(raw) && typeof raw.Sid === "string" ? raw.Sid : null;
  try {
    if (!isObject(raw)) throw new Unreadable("It is no object.");
    if (raw.Effect !== "Allow" && raw.Effect !== "Deny")
      throw new Unreadable("Its Effect is neither Allow nor Deny.");
    const [principal, action, resource] = [
      either(raw, "Principal"),
      either(raw, "Action"),
      either(raw, "Resource"),
    ];
    return {
      ordinal,
      sid,
      effect: raw.Effect,
      principals: readPrincipals(principal.value),
      notPrincipal: principal.negated,
      actions: texts(action.value, "Action"),
      notAction: action.negated,
      resources: texts(resource.value, "Resource"),
      notResource: resource.negated,
      conditions: readConditions(raw.Condition),
      document,
    };
  } catch (error) {
    if (error instanceof Unreadable) return { ordinal, sid, document, unreadable: error.message };
    throw error;
  }
}

/**
 * Reads a function's policy. Never throws: what can't be read becomes an `UnreadableStatement` that says why.
 * @param text the document as GetPolicy returned it; null when there is none
 */
export function readPolicy(text: string | null): PolicyDocument {
  if (text === null) return { statements: [], bytes: 0 };
  const bytes = bytesOf(text);
  const broken = (why: string): PolicyDocument => ({
    statements: [{ ordinal: 0, sid: null, document: text, unreadable: why }],
    bytes,
  });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return broken("The policy is not JSON.");
  }
  if (!isObject(document) || document.Statement === undefined) return broken("The policy has no Statement.");
  const list: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return { statements: list.map(readStatement), bytes };
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

/** The statement of this ID as it stands in the document (compact JSON); null when it is not there. */
export function findStatement(policy: string | null, statementId: string): string | null {
  return readPolicy(policy).statements.find(({ sid }) => sid === statementId)?.document ?? null;
}

import { formatFunctionArn } from "./arn";
import { indexedPrincipals } from "./index-rows";
import { isReadable, readPolicy } from "./policy";
import { principalAccount } from "./principal";
import type { FunctionArn, Principal, PrincipalKind, Statement } from "./types";

/** What a statement that somebody made in AWS says, in a grant's words. */
export interface Foreign {
  sid: string;
  principalKind: PrincipalKind;
  /** Canonical text; of several, each, with commas. */
  principal: string;
  principalAccountId: string | null;
  action: string;
}

/** What can be done about a statement that nobody here granted; why not, where it can't. */
export interface ForeignAnswer {
  /** Null when it can't be named. */
  foreign: Foreign | null;
  adopt: string | null;
  remove: string | null;
}

/** What RemovePermission takes. https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
const removable = /^[a-zA-Z0-9_.-]{1,100}$/;
/** What AddPermission takes. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
const oneAction = /^(lambda:\*|lambda:[a-zA-Z]+|\*)$/;

const neither = (why: string): ForeignAnswer => ({ foreign: null, adopt: why, remove: why });

/** The statement by itself, read; null when it can't be. */
function readOne(document: string): Statement | string {
  const [one] = readPolicy(`{"Version":"2012-10-17","Statement":[${document}]}`).statements;
  if (!one) return "It is empty.";
  return isReadable(one) ? one : one.unreadable;
}

/** Whom it lets in: as the search finds it, so that `*` held to one organization is that organization. */
function principalsOf(statement: Statement, target: FunctionArn): Principal[] {
  const found = statement.notPrincipal ? [] : indexedPrincipals(statement, target).principals;
  return found.length > 0 ? found : statement.principals;
}

/** Why a grant can't stand for it; null when one can. */
function whyNotAdopt(statement: Statement, target: FunctionArn, principals: Principal[]): string | null {
  const [principal] = principals;
  if (principals.some(({ kind }) => kind === "orphan"))
    return "It names a role or user that was deleted, so that it lets nobody in. Remove it instead.";
  if (statement.notPrincipal) return "It is for everybody but some, and a grant is for one that it names.";
  if (principals.length !== 1 || principal === undefined)
    return "It names several principals, and a grant is for one. Split it in AWS, or remove it.";
  if (principal.kind === "unknown") return "Whom it names can't be read, so nobody can answer for it here.";
  if (statement.notAction || statement.actions.length !== 1 || !oneAction.test(statement.actions[0] ?? ""))
    return "It is not for one action (or all of them), as a grant is. Split it in AWS, or remove it.";
  const [resource] = statement.resources;
  if (statement.notResource || statement.resources.length !== 1 || resource !== formatFunctionArn(target))
    return "It speaks of something else than this target alone, and a grant is for one target.";
  return null;
}

/**
 * Reads a statement that nobody here granted.
 * @param document the element as it stands
 * @param target the function with the qualifier whose policy holds it
 * @param twice whether another statement of the policy has the same ID
 */
export function readForeign(document: string, target: FunctionArn, twice: boolean): ForeignAnswer {
  const statement = readOne(document);
  if (typeof statement === "string")
    return neither(`It can't be read, so what taking it away would do is unknown. ${statement}`);
  const { sid, effect } = statement;
  if (sid === null || !removable.test(sid))
    return neither("It has no statement ID that AWS could remove it by. Give it one in AWS.");
  if (twice)
    return neither("Two statements of this policy have its ID: which of them AWS would take is unknown.");
  if (effect === "Deny")
    return neither("It denies: nobody gets in by it, and taking it away could let somebody in.");
  const principals = principalsOf(statement, target);
  const [principal] = principals;
  if (principal === undefined) return neither("It names nobody.");
  const single = principals.length === 1 && !statement.notPrincipal;
  const foreign: Foreign = {
    sid,
    principalKind: single ? principal.kind : "unknown",
    principal: `${statement.notPrincipal ? "all but " : ""}${principals.map(({ text }) => text).join(", ")}`,
    principalAccountId: single ? principalAccount(principal) : null,
    action: `${statement.notAction ? "all but " : ""}${statement.actions.join(", ")}`,
  };
  return { foreign, adopt: whyNotAdopt(statement, target, principals), remove: null };
}

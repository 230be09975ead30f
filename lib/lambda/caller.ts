import { parseFunctionArn } from "./arn";
import { parsePrincipal } from "./principal";
import type { Parsed, Principal } from "./types";
import type { Context } from "./variables";

/**
 * Who calls. `account` asks for any identity of it, `organization` for any identity of any account in it (`path`:
 * below that part of it); `root` is the account's root user.
 */
export type Caller =
  | Exclude<Principal, { kind: "organization" }>
  | { kind: "organization"; text: string; path?: string }
  | { kind: "root"; text: string; accountId: string }
  | { kind: "federated"; text: string; accountId: string };

const federated = /^arn:aws[a-z-]*:sts::(\d{12}):federated-user\/.+$/;
const root = /^arn:aws[a-z-]*:iam::(\d{12}):root$/;
const inOrganization = /^(o-[a-z0-9]{10,32})\/(r-[a-z0-9]{4,32}\/(?:ou-[a-z0-9-]+\/)*)\*?$/;

/**
 * Reads a caller: the ARN of a role, user, session or federated user, a service's name, an account ID (its root), an
 * organization ID or path.
 * @returns a sentence for what is none of these
 */
export function parseCaller(text: string): Parsed<Caller> {
  const typed = text.trim();
  const account = root.exec(typed)?.[1] ?? /^\d{12}$/.exec(typed)?.[0];
  if (account) return { ok: true, value: { kind: "root", text: typed, accountId: account } };
  const user = federated.exec(typed);
  if (user) return { ok: true, value: { kind: "federated", text: typed, accountId: user[1] ?? "" } };
  const path = inOrganization.exec(typed);
  if (path)
    return {
      ok: true,
      value: { kind: "organization", text: path[1] ?? "", path: `${path[1]}/${path[2]}` },
    };
  return parsePrincipal(typed);
}

/** The account a caller belongs to; null for services, organizations and everybody. */
export function callerAccount(caller: Caller): string | null {
  return "accountId" in caller ? caller.accountId : null;
}

/** A service-linked role, which organizations' policies do not hold. */
export function isServiceLinked(caller: Caller): boolean {
  if (caller.kind === "session") return caller.roleName.startsWith("AWSServiceRoleFor");
  return caller.kind === "role" && caller.text.includes(":role/aws-service-role/");
}

/** In every request's context, so that not to have been told is not to know. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const alwaysThere = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:securetransport",
  "aws:viaawsservice",
  "aws:userid",
]);

const ofServices = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];
const ofIdentities = [
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:username",
];

/** Condition keys that say who the caller is, rather than how the call came. */
export function isAboutCaller(key: string): boolean {
  return key.startsWith("aws:principal") || key === "aws:username" || key === "aws:userid";
}

/** What the caller itself says of the keys. */
function ofCaller(caller: Caller, organizationId: string | null | undefined) {
  const known = new Map<string, string[] | null>();
  const absent = (keys: string[]) => keys.forEach((key) => known.set(key, []));
  if (caller.kind === "anyone" || caller.kind === "unknown" || caller.kind === "orphan") return known;
  known.set("aws:principalisawsservice", [String(caller.kind === "service")]);
  if (caller.kind === "service") {
    absent(ofIdentities);
    known.set("aws:principalservicename", [caller.text]);
    return known;
  }
  absent([...ofServices, "aws:principalservicename", "aws:principalservicenameslist"]);
  if (caller.kind === "organization") {
    known.set("aws:principalorgid", [caller.text]);
    if (caller.path) known.set("aws:principalorgpaths", [caller.path]);
    return known;
  }
  known.set("aws:principalaccount", [caller.accountId]);
  if (organizationId !== undefined) known.set("aws:principalorgid", organizationId ? [organizationId] : []);
  if (organizationId === null) known.set("aws:principalorgpaths", []);
  if (caller.kind === "account") return known;
  const arns: Record<typeof caller.kind, string> = {
    role: caller.text,
    user: caller.text,
    federated: caller.text,
    root: `arn:aws:iam::${caller.accountId}:root`,
    session: `arn:aws:iam::${caller.accountId}:role/${caller.kind === "session" ? caller.roleName : ""}`,
  };
  const types = {
    role: "AssumedRole",
    session: "AssumedRole",
    user: "User",
    federated: "FederatedUser",
    root: "Account",
  };
  known.set("aws:principalarn", [arns[caller.kind]]);
  known.set("aws:principaltype", [types[caller.kind]]);
  known.set("aws:username", caller.kind === "user" ? [caller.name] : []);
  if (caller.kind === "root") known.set("aws:userid", [caller.accountId]);
  return known;
}

/** What is known of a call beside its caller, action and resource. */
export interface Circumstances {
  /** The organization of the caller's account; null: in none; absent: not known. */
  organizationId?: string | null;
  /**
   * Condition keys with their values. Given, it is the request's whole context: a key that is not in it (and does not
   * follow from the caller or the resource) is absent; null as value: not known. Not given: nothing is known.
   */
  context?: Record<string, string | string[] | null>;
}

/** The context of a call, as conditions ask it. */
export function contextOf(caller: Caller, resource: string, circumstances: Circumstances): Context {
  let known: Map<string, string[] | null> | undefined; // most calls are decided without being asked
  const whole = circumstances.context !== undefined;
  return {
    get: (key) => {
      known ??= gather(caller, resource, circumstances);
      const values = known.get(key);
      if (values === undefined) return whole && !alwaysThere.has(key) ? none : undefined;
      return values ?? undefined;
    },
  };
}

const none: string[] = [];

/** All that is known, by key in lower case; null: expressly not. */
function gather(
  caller: Caller,
  resource: string,
  circumstances: Circumstances,
): Map<string, string[] | null> {
  const known: Map<string, string[] | null> = ofCaller(caller, circumstances.organizationId);
  const arn = parseFunctionArn(resource);
  if (arn.ok) {
    known.set("aws:resourceaccount", [arn.value.accountId]);
    known.set("aws:requestedregion", [arn.value.region]);
  }
  for (const [name, value] of Object.entries(circumstances.context ?? {}))
    known.set(name.toLowerCase(), typeof value === "string" ? [value] : value);
  return known;
}

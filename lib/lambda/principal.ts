import { parseAccountId } from "./arn";
import type { Parsed, Principal } from "./types";

const no = (sentence: string) => ({ ok: false, sentence }) as const;
const yes = (value: Principal) => ({ ok: true, value }) as const;

const identity = /^arn:(aws[a-z-]*):iam::([^:]*):(role|user)\/((?:[\w+=,.@-]+\/)*)([\w+=,.@-]{1,64})$/;
const session = /^arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+)$/;
const root = /^arn:aws[a-z-]*:iam::([^:]*):root$/;

/**
 * Reads a principal as a policy names it or a person types it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function parsePrincipal(text: string): Parsed<Principal> {
  const typed = text.trim();
  if (typed === "") return no("Say who gets access: an account ID, or the ARN of a role or user.");
  if (typed === "*") return yes({ kind: "anyone", text: "*" });
  if (/^(AROA|AIDA)[A-Z0-9]{12,}$/.test(typed)) return yes({ kind: "orphan", text: typed });
  if (/^o-[a-z0-9]{10,32}$/.test(typed)) return yes({ kind: "organization", text: typed });
  if (/^[a-z0-9.-]+\.amazon(aws)?\.com(\.cn)?$/.test(typed)) return yes({ kind: "service", text: typed });
  if (/^[\d-]+$/.test(typed)) return accountOf(typed);
  const asRoot = root.exec(typed);
  if (asRoot) return accountOf(asRoot[1] ?? "");
  const asIdentity = identity.exec(typed);
  if (asIdentity) {
    const account = parseAccountId(asIdentity[2] ?? "");
    if (!account.ok) return account;
    const kind = asIdentity[3] === "role" ? "role" : "user";
    return yes({ kind, text: typed, accountId: account.value, name: asIdentity[5] ?? "" });
  }
  const asSession = session.exec(typed);
  if (asSession) {
    const [, accountId = "", roleName = "", sessionName = ""] = asSession;
    return yes({ kind: "session", text: typed, accountId, roleName, sessionName });
  }
  if (typed.startsWith("o-")) return no("An organization ID is o- and 10 to 32 letters and digits.");
  if (typed.startsWith("arn:")) {
    return no(
      "This ARN names no role or user. Those look like arn:aws:iam::111122223333:role/name or …:user/name.",
    );
  }
  return no("Write an account ID (12 digits), the ARN of a role or user, or an organization ID (o-…).");
}

function accountOf(text: string): Parsed<Principal> {
  const account = parseAccountId(text);
  return account.ok ? yes({ kind: "account", text: account.value, accountId: account.value }) : account;
}

/** Reads whom access may be asked for: an account, a role, a user or an organization. */
export function parseGrantee(text: string): Parsed<Principal> {
  const read = parsePrincipal(text);
  if (!read.ok) return read;
  const { value } = read;
  switch (value.kind) {
    case "account":
    case "role":
    case "user":
    case "organization":
      return read;
    case "session": {
      const role = `arn:aws:iam::${value.accountId}:role/${value.roleName}`;
      return no(`This is one session of a role, which ends. Name the role: ${role}`);
    }
    case "service":
      return no(
        "An AWS service is set up by the function's owner, with the resource it acts for; it can't be asked for here.",
      );
    case "anyone":
      return no("“*” is everybody on the internet. Name an account, a role, a user or an organization.");
    case "orphan":
      return no("This is the ID of a role or user that was deleted. Name one that exists, by its ARN.");
    case "unknown":
      return no("This principal can't be read.");
  }
}

function readOne(type: string, value: unknown): Principal {
  const unknown: Principal = {
    kind: "unknown",
    text: typeof value === "string" ? value : JSON.stringify(value),
  };
  if (typeof value !== "string") return unknown;
  if (type === "Service") return { kind: "service", text: value };
  if (type !== "AWS") return { kind: "unknown", text: `${type}: ${value}` };
  const read = parsePrincipal(value);
  return read.ok ? read.value : unknown;
}

/** Reads a live document's Principal element. What can't be read becomes a principal of kind `unknown`. */
export function readPrincipals(element: unknown): Principal[] {
  if (element === "*") return [{ kind: "anyone", text: "*" }];
  if (element === null || typeof element !== "object" || Array.isArray(element))
    return [readOne("AWS", element ?? null)];
  return Object.entries(element).flatMap(([type, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => readOne(type, value)),
  );
}

/** A principal in words. */
export function describePrincipal(principal: Principal): string {
  switch (principal.kind) {
    case "account":
      return `Any identity in account ${principal.accountId}`;
    case "role":
      return `The role ${principal.name} of account ${principal.accountId}`;
    case "user":
      return `The user ${principal.name} of account ${principal.accountId}`;
    case "session":
      return `The session ${principal.sessionName} of role ${principal.roleName} in account ${principal.accountId}`;
    case "organization":
      return `Any identity in organization ${principal.text}`;
    case "service":
      return `The AWS service ${principal.text}`;
    case "anyone":
      return "Anyone";
    case "orphan":
      return `A deleted role or user (${principal.text})`;
    case "unknown":
      return `A principal that can't be read (${principal.text})`;
  }
}

/** The account a principal belongs to; null for organizations, services and everybody. */
export function principalAccount(principal: Principal): string | null {
  return "accountId" in principal ? principal.accountId : null;
}

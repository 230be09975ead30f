import type { State } from "../types";
import { invalidParameter } from "./errors";

const invalid = () =>
  invalidParameter("The provided principal was invalid. Please check the principal and try again.");

function assertIdentity(state: State, arn: string): void {
  const match = /^arn:aws[a-z-]*:(iam|sts)::(\d{12}):(root|(role|user|assumed-role)\/(.+))$/.exec(arn);
  if (!match) {
    throw invalidParameter(
      `The provided input'${arn}'was invalid. Member must satisfy expression: [\\w+=,.@-]* Please check your input and try again.`,
    );
  }
  const [, , accountId = "", whole, kind, name = ""] = match;
  if (whole === "root") return;
  const account = state.accounts[accountId];
  const last = name.split("/").at(kind === "assumed-role" ? 0 : -1) ?? "";
  const found = kind === "user" ? account?.users[last] : account?.roles[last];
  if (!found || (kind !== "assumed-role" && found.arn !== arn)) throw invalid();
}

/**
 * The Principal element of a new statement. A role or user must be there; whether an account exists is not known here.
 * @throws AwsError InvalidParameterValueException
 */
export function renderPrincipal(state: State, principal: string): unknown {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (principal.startsWith("arn:")) {
    assertIdentity(state, principal);
    return { AWS: principal };
  }
  if (/^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com)$/.test(principal)) return { Service: principal };
  throw invalid();
}

/** A principal that was deleted stands as its unique ID; Lambda then refuses to write the policy again. */
export function assertNoOrphan(statements: unknown[]): void {
  const stale = /"A(ROA|IDA)[A-Z0-9]+"/;
  for (const statement of statements) {
    const { Principal } = statement as { Principal?: unknown }; // statements are objects: both writers made sure
    if (stale.test(JSON.stringify(Principal ?? null))) throw invalid();
  }
}

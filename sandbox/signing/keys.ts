import { accountOf, organizationOf } from "../accounts";
import type { Caller, Session, State, User } from "../types";

/** A key the sandbox knows: who holds it, and what a signature by it is checked with. */
export interface KnownKey {
  caller: Caller;
  /** null: an administrator's key, which has no secret to check. */
  secret: string | null;
  /** Temporary keys come with a token and end. */
  token?: string;
  expiresAt?: string;
}

/**
 * Whose access key this is: twelve digits are an administrator of that account (made on first use), else a user's
 * key or a session's. null when nobody here holds it, or its role or user was deleted since.
 */
export function findKey(state: State, accessKeyId: string): KnownKey | null {
  if (/^\d{12}$/.test(accessKeyId)) return { caller: administratorOf(state, accessKeyId), secret: null };
  const session = state.sessions[accessKeyId];
  if (session) return findSessionKey(state, session);
  for (const account of Object.values(state.accounts)) {
    for (const user of Object.values(account.users)) {
      const key = user.accessKeys.find(({ id }) => id === accessKeyId);
      if (key) return { caller: userCaller(state, account.id, user), secret: key.secret };
    }
  }
  return null;
}

/** The administrator of an account: its root, with everything allowed on its side. Makes the account when new. */
export function administratorOf(state: State, accountId: string): Caller {
  accountOf(state, accountId);
  return {
    accountId,
    arn: `arn:aws:iam::${accountId}:root`,
    userId: accountId,
    kind: "administrator",
    organizationId: organizationOf(state, accountId),
    identityPolicies: [],
  };
}

function userCaller(state: State, accountId: string, user: User): Caller {
  return {
    accountId,
    arn: user.arn,
    userId: user.uniqueId,
    kind: "user",
    uniqueId: user.uniqueId,
    organizationId: organizationOf(state, accountId),
    identityPolicies: Object.values(user.policies),
  };
}

function findSessionKey(state: State, session: Session): KnownKey | null {
  const role = state.accounts[session.accountId]?.roles[session.roleName];
  // A new role of the same name is another role: sessions of the deleted one don't become its sessions.
  if (!role || !session.userId.startsWith(`${role.uniqueId}:`)) return null;
  const caller: Caller = {
    accountId: session.accountId,
    arn: session.arn,
    userId: session.userId,
    kind: "session",
    roleArn: role.arn,
    uniqueId: role.uniqueId,
    organizationId: organizationOf(state, session.accountId),
    identityPolicies: Object.values(role.policies),
  };
  return { caller, secret: session.secret, token: session.token, expiresAt: session.expiresAt };
}

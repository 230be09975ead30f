import { randomUUID } from "node:crypto";
import type { Prisma } from "@/lib/db/generated/client";
import { canonical } from "@/lib/lambda/canonical";
import { isReadable, readPolicy } from "@/lib/lambda/policy";
import { principalAccount } from "@/lib/lambda/principal";
import { statementReach, widest } from "@/lib/lambda/reach";
import type { Exposure, FunctionArn, Principal, Statement } from "@/lib/lambda/types";

/** What was known of the target's statements before, so that age and origin survive a change around them. */
export interface Known {
  firstSeenAt: Map<string, Date>;
  grantBySid: Map<string, string>;
}

export interface StatementRows {
  exposure: Exposure;
  bytes: number;
  statements: Prisma.StatementCreateManyInput[];
  principals: Prisma.StatementPrincipalCreateManyInput[];
}

/** `*` held to an organization or to accounts is, for a search, that organization or those accounts. */
function effectivePrincipals(statement: Statement): Principal[] {
  if (statement.effect === "Deny" || !statement.principals.some(({ kind }) => kind === "anyone"))
    return statement.principals;
  const pinned = (key: string) =>
    Object.entries(statement.conditions).flatMap(([operator, block]) =>
      operator === "StringEquals"
        ? Object.entries(block).flatMap(([name, values]) => (name.toLowerCase() === key ? values : []))
        : [],
    );
  const organizations = pinned("aws:principalorgid").map((text): Principal => ({
    kind: "organization",
    text,
  }));
  const accounts = pinned("aws:principalaccount").map((text): Principal => ({
    kind: "account",
    text,
    accountId: text,
  }));
  const narrowed = accounts.length > 0 ? accounts : organizations;
  return narrowed.length > 0 ? narrowed : statement.principals;
}

const identityOf = (document: string) => {
  try {
    return canonical(JSON.parse(document));
  } catch {
    return document;
  }
};

/** The key a statement is recognised by when its policy is read again. */
export { identityOf as statementIdentity };

/** One target's policy as rows that SQL can search. @param now when it was read, for statements not seen before */
export function statementRows(
  targetId: string,
  owner: FunctionArn,
  policy: string | null,
  known: Known,
  now: Date,
): StatementRows {
  const { statements, bytes } = readPolicy(policy);
  const rows: StatementRows = { exposure: "private", bytes, statements: [], principals: [] };
  for (const statement of statements) {
    const id = randomUUID();
    const readable = isReadable(statement);
    const reach = readable
      ? statementReach(statement, owner)
      : { exposure: "private" as const, conditional: true };
    rows.exposure = widest([rows.exposure, reach.exposure]);
    rows.statements.push({
      id,
      targetId,
      ordinal: statement.ordinal,
      sid: statement.sid,
      effect: readable ? statement.effect : "unknown",
      document: statement.document,
      actions: readable ? statement.actions : [],
      conditional: reach.conditional,
      unreadable: readable ? null : statement.unreadable,
      exposure: reach.exposure,
      firstSeenAt: known.firstSeenAt.get(identityOf(statement.document)) ?? now,
      grantId: statement.sid ? known.grantBySid.get(statement.sid) : undefined,
    });
    const seen = new Set<string>();
    const principals: Principal[] = readable
      ? effectivePrincipals(statement)
      : [{ kind: "unknown", text: "unreadable" }];
    for (const principal of principals) {
      const key = `${principal.kind} ${principal.text}`;
      if (seen.has(key)) continue;
      seen.add(key);
      rows.principals.push({
        statementId: id,
        kind: principal.kind,
        accountId: principalAccount(principal),
        value: principal.text,
      });
    }
  }
  return rows;
}

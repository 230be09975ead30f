import type { Prisma } from "@/lib/db/generated/client";
import { canonical } from "@/lib/lambda/canonical";
import { conditionClassesOf } from "@/lib/lambda/condition-class";
import { indexedPrincipals, type IndexedPrincipals } from "@/lib/lambda/index-rows";
import { isReadable } from "@/lib/lambda/policy";
import { principalAccount } from "@/lib/lambda/principal";
import { statementReach } from "@/lib/lambda/reach";
import type { FunctionArn, Statement, UnreadableStatement } from "@/lib/lambda/types";

/** Where a statement stands. `owner` is the function, unqualified. */
export interface Place {
  functionId: string;
  targetId: string;
  qualifier: string;
  owner: FunctionArn;
}

/** The key a statement is recognised by when its policy is read again. */
export function statementIdentity(document: string): string {
  try {
    return canonical(JSON.parse(document));
  } catch {
    return document;
  }
}

const unreadable: IndexedPrincipals = {
  principals: [{ kind: "unknown", text: "unreadable" }],
  decided: false,
};

/**
 * One statement as rows that SQL can search.
 * @param alone whether nothing else in the policy can take away what it gives
 * @param firstSeenAt when it was first read
 */
export function statementRows(
  id: string,
  place: Place,
  statement: Statement | UnreadableStatement,
  { alone, firstSeenAt, grantId }: { alone: boolean; firstSeenAt: Date; grantId: string | undefined },
): {
  statement: Prisma.StatementCreateManyInput;
  principals: Prisma.StatementPrincipalCreateManyInput[];
} {
  const { functionId, targetId, qualifier, owner } = place;
  const { ordinal, sid, document } = statement;
  const readable = isReadable(statement);
  const reach = readable
    ? statementReach(statement, owner)
    : { exposure: "private" as const, conditional: true };
  const effect = readable ? statement.effect : "unknown";
  const { principals, decided } = readable
    ? indexedPrincipals(statement, { ...owner, qualifier })
    : unreadable;
  const once = new Map(principals.map((one) => [`${one.kind} ${one.text}`, one]));
  return {
    statement: {
      id,
      targetId,
      ordinal,
      sid,
      effect,
      document,
      actions: readable ? statement.actions : [],
      notAction: readable && statement.notAction,
      conditional: reach.conditional,
      conditions: readable ? conditionClassesOf(statement) : [],
      unreadable: readable ? null : statement.unreadable,
      exposure: reach.exposure,
      firstSeenAt,
      grantId,
    },
    principals: [...once.values()].map((principal) => ({
      statementId: id,
      kind: principal.kind,
      accountId: principalAccount(principal),
      value: principal.text,
      effect,
      exposure: reach.exposure,
      decided: decided && alone,
      functionId,
      functionName: owner.functionName,
      targetId,
      ordinal,
      firstSeenAt,
    })),
  };
}

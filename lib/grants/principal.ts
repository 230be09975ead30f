import { parsePrincipal } from "@/lib/lambda/principal";
import type { FunctionArn, StatementInput } from "@/lib/lambda/types";

/** The columns of a grant (or of a request and its item) that its statement is made of. */
export interface GrantFacts {
  statementId: string;
  accountId: string;
  region: string;
  functionName: string;
  qualifier: string;
  action: string;
  principal: string;
}

/** What a grant puts into a policy. @param partition of the function's account */
export function statementInputOf(facts: GrantFacts, partition: string): StatementInput {
  const { statementId, accountId, region, functionName, qualifier, action } = facts;
  const principal = parsePrincipal(facts.principal);
  if (!principal.ok) throw new Error(`A grant holds a principal that can't be read: ${facts.principal}`);
  const target: FunctionArn = { partition, accountId, region, functionName, qualifier };
  return { statementId, target, action, principal: principal.value };
}

import { formatFunctionArn } from "./arn";
import { canonical } from "./canonical";
import type { Principal, StatementInput } from "./types";

export { statementIdFor } from "./statement-id";

/** A statement as AddPermission renders it; key order as AWS returns it. */
export interface RenderedStatement {
  Sid: string;
  Effect: "Allow";
  Principal: "*" | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

function renderPrincipal(principal: Principal, partition: string): RenderedStatement["Principal"] {
  if (principal.kind === "organization") return "*";
  if (principal.kind === "account") return { AWS: `arn:${partition}:iam::${principal.accountId}:root` };
  return { AWS: principal.text };
}

/**
 * The statement that AddPermission with these fields makes.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function renderStatement({
  statementId,
  target,
  action,
  principal,
}: StatementInput): RenderedStatement {
  return {
    Sid: statementId,
    Effect: "Allow",
    Principal: renderPrincipal(principal, target.partition),
    Action: action,
    Resource: formatFunctionArn(target),
    ...(principal.kind === "organization"
      ? { Condition: { StringEquals: { "aws:PrincipalOrgID": principal.text } } }
      : {}),
  };
}

/** A statement as compact JSON, as AddPermission answers it. */
export function statementText(statement: RenderedStatement): string {
  return JSON.stringify(statement);
}

/** Bytes a statement takes in a policy, its comma included. */
export function statementBytes(statement: RenderedStatement): number {
  return new TextEncoder().encode(statementText(statement)).length + 1;
}

/** Whether two statements (JSON) mean the same: key order, and an array of one instead of its value, do not matter. */
export function sameStatement(a: string, b: string): boolean {
  try {
    return canonical(JSON.parse(a)) === canonical(JSON.parse(b));
  } catch {
    return a === b;
  }
}

/** Fields of the AddPermission call that makes the statement. */
export interface AddPermissionFields {
  FunctionName: string;
  StatementId: string;
  Action: string;
  Principal: string;
  PrincipalOrgID?: string;
  Qualifier?: string;
}

/** What to hand to AddPermission; the account and region are the client's. */
export function addPermissionFields({
  statementId,
  target,
  action,
  principal,
}: StatementInput): AddPermissionFields {
  const organization = principal.kind === "organization";
  return {
    FunctionName: target.functionName,
    StatementId: statementId,
    Action: action,
    Principal: organization ? "*" : principal.text,
    ...(organization ? { PrincipalOrgID: principal.text } : {}),
    ...(target.qualifier ? { Qualifier: target.qualifier } : {}),
  };
}

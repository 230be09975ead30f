import type { Call } from "../types";
import { documentTarget } from "./resource-policy";
import { functionArn, label, readBody, readTarget, text } from "./target";

/**
 * What a call that writes a policy is about: the function, the qualifier and the statement.
 * @throws AwsError when its name or body can't be read
 */
export function readWritten(
  operation: string,
  call: Call,
): { functionArn: string; qualifier: string; statementId?: string } {
  if (operation.endsWith("ResourcePolicy")) {
    const target = documentTarget(call);
    return { functionArn: functionArn(target), qualifier: target.qualifier };
  }
  const target = readTarget(call, label(call, 3));
  const statementId = operation === "AddPermission" ? text(readBody(call).StatementId) : label(call, 5);
  return { functionArn: functionArn(target), qualifier: target.qualifier, statementId };
}

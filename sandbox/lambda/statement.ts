import { assertConstraints, patterns } from "./constraints";
import { invalidParameter } from "./errors";
import { renderPrincipal } from "./principals";
import { targetArn, text, type Target } from "./target";
import type { State } from "../types";

/** What AddPermission was asked for, as texts; members that are missing are undefined. */
export interface PermissionFields {
  texts: Record<string, string | undefined>;
  invokedViaUrl: boolean;
}

/**
 * Reads the members of an AddPermission request.
 * @throws AwsError ValidationException; InvalidParameterValueException for options of another action
 */
export function readFields(body: Record<string, unknown>): PermissionFields {
  const texts: PermissionFields["texts"] = Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, text(value)]),
  );
  const invokedViaUrl = body.InvokedViaFunctionUrl === true;
  assertConstraints([
    ["statementId", texts.StatementId ?? "", { pattern: patterns.statementId, min: 1, max: 100 }],
    ["action", texts.Action ?? "", { pattern: patterns.action }],
    ["principal", texts.Principal ?? "", { pattern: patterns.principal, max: 2048 }],
    ["sourceAccount", texts.SourceAccount, { pattern: patterns.account }],
    ["principalOrgID", texts.PrincipalOrgID, { pattern: patterns.organization }],
    ["eventSourceToken", texts.EventSourceToken, { pattern: patterns.token, max: 256 }],
    ["functionUrlAuthType", texts.FunctionUrlAuthType, { values: ["NONE", "AWS_IAM"] }],
  ]);
  if (texts.FunctionUrlAuthType && texts.Action !== "lambda:InvokeFunctionUrl") {
    throw invalidParameter("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action");
  }
  if (invokedViaUrl && texts.Action !== "lambda:InvokeFunction") {
    throw invalidParameter("InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action");
  }
  return { texts, invokedViaUrl };
}

/** Conditions in the order that the service writes them. */
function renderCondition({ texts, invokedViaUrl }: PermissionFields): Record<string, object> {
  const pick = (entries: [string, string | undefined][]) =>
    Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  const StringEquals = pick([
    ["AWS:SourceAccount", texts.SourceAccount],
    ["lambda:FunctionUrlAuthType", texts.FunctionUrlAuthType],
    ["aws:PrincipalOrgID", texts.PrincipalOrgID],
    ["lambda:EventSourceToken", texts.EventSourceToken],
  ]);
  return {
    ...(Object.keys(StringEquals).length > 0 ? { StringEquals } : {}),
    ...(invokedViaUrl ? { Bool: { "lambda:InvokedViaFunctionUrl": "true" } } : {}),
    ...(texts.SourceArn ? { ArnLike: { "AWS:SourceArn": texts.SourceArn } } : {}),
  };
}

/**
 * The statement that AddPermission stores: in the key order that the service writes.
 * @throws AwsError InvalidParameterValueException when the principal is none or is not there
 */
export function renderStatement(state: State, target: Target, fields: PermissionFields) {
  const Condition = renderCondition(fields);
  return {
    Sid: fields.texts.StatementId,
    Effect: "Allow",
    Principal: renderPrincipal(state, fields.texts.Principal ?? ""),
    Action: fields.texts.Action,
    Resource: targetArn(target),
    ...(Object.keys(Condition).length > 0 ? { Condition } : {}),
  };
}

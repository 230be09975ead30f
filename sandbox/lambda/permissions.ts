import { randomUUID } from "node:crypto";
import { AwsError } from "../errors";
import type { FunctionState, Operation, Policy } from "../types";
import { assertConstraints, patterns } from "./constraints";
import { conflict, invalidParameter, notFound, precondition } from "./errors";
import { permit } from "./permit";
import { assertNoOrphan, renderPrincipal } from "./principals";
import {
  findFunction,
  hasQualifier,
  json,
  label,
  readBody,
  readTarget,
  targetArn,
  text,
  type Target,
} from "./target";

/** The most a policy holds, in bytes. */
export const policyLimit = 20_480;

const staleRevision = () =>
  precondition(
    "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id",
  );

type Fields = Record<string, string | undefined>;

/** Conditions in the order that the service writes them. */
function renderCondition(
  fields: Fields,
  invokedViaUrl: boolean,
): Record<string, Record<string, string>> | undefined {
  const pick = (entries: [string, string | undefined][]) =>
    Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  const StringEquals: Record<string, string> = pick([
    ["AWS:SourceAccount", fields.SourceAccount],
    ["lambda:FunctionUrlAuthType", fields.FunctionUrlAuthType],
    ["aws:PrincipalOrgID", fields.PrincipalOrgID],
    ["lambda:EventSourceToken", fields.EventSourceToken],
  ]);
  const condition = {
    ...(Object.keys(StringEquals).length > 0 ? { StringEquals } : {}),
    ...(invokedViaUrl ? { Bool: { "lambda:InvokedViaFunctionUrl": "true" } } : {}),
    ...(fields.SourceArn ? { ArnLike: { "AWS:SourceArn": fields.SourceArn } } : {}),
  };
  return Object.keys(condition).length > 0 ? condition : undefined;
}

function assertFields(fields: Fields, invokedViaUrl: boolean): void {
  assertConstraints([
    ["statementId", fields.StatementId ?? "", { pattern: patterns.statementId, min: 1, max: 100 }],
    ["action", fields.Action ?? "", { pattern: patterns.action }],
    ["principal", fields.Principal ?? "", { pattern: patterns.principal, max: 2048 }],
    ["sourceAccount", fields.SourceAccount, { pattern: patterns.account }],
    ["principalOrgID", fields.PrincipalOrgID, { pattern: patterns.organization }],
    ["eventSourceToken", fields.EventSourceToken, { pattern: patterns.token, max: 256 }],
    ["functionUrlAuthType", fields.FunctionUrlAuthType, { values: ["NONE", "AWS_IAM"] }],
  ]);
  if (fields.FunctionUrlAuthType && fields.Action !== "lambda:InvokeFunctionUrl") {
    throw invalidParameter("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action");
  }
  if (invokedViaUrl && fields.Action !== "lambda:InvokeFunction") {
    throw invalidParameter("InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action");
  }
}

function assertTarget(fn: FunctionState | undefined, target: Target): asserts fn is FunctionState {
  const { qualifier } = target;
  if (fn && hasQualifier(fn, qualifier)) return;
  const isAlias = qualifier !== "" && !/^\d+$/.test(qualifier) && !qualifier.includes("$");
  if (isAlias && fn) throw notFound(`Cannot find alias arn: ${targetArn(target)}`);
  throw notFound(`Function not found: ${targetArn(target)}`);
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const addPermission: Operation = (state, call) => {
  const body = readBody(call);
  const fields: Fields = Object.fromEntries(Object.entries(body).map(([key, value]) => [key, text(value)]));
  const invokedViaUrl = body.InvokedViaFunctionUrl === true;
  const target = readTarget(call, label(call, 3));
  assertFields(fields, invokedViaUrl);
  if (target.qualifier === "$LATEST")
    throw invalidParameter("We currently do not support adding policies for $LATEST.");
  permit(state, call, "AddPermission", target, {
    "lambda:Principal": fields.Principal ?? "",
    "lambda:FunctionUrlAuthType": fields.FunctionUrlAuthType ?? "",
  });
  const fn = findFunction(state, target);
  assertTarget(fn, target);
  const Principal = renderPrincipal(state, fields.Principal ?? "");
  const before = fn.policies[target.qualifier];
  const statements = before?.document.Statement ?? [];
  if (fields.RevisionId !== undefined && fields.RevisionId !== before?.revisionId) throw staleRevision();
  if (statements.some(({ Sid }) => Sid === fields.StatementId)) {
    throw conflict(
      `The statement id (${fields.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  assertNoOrphan(statements);
  const Condition = renderCondition(fields, invokedViaUrl);
  const statement = {
    Sid: fields.StatementId,
    Effect: "Allow",
    Principal,
    Action: fields.Action,
    Resource: targetArn(target),
    ...(Condition ? { Condition } : {}),
  };
  const document: Policy["document"] = {
    ...(before?.document ?? { Version: "2012-10-17", Id: "default" }),
    Statement: [...statements, statement],
  };
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes > policyLimit) {
    throw new AwsError(
      400,
      "PolicyLengthExceededException",
      `The final policy size (${bytes}) is bigger than the limit (${policyLimit}).`,
      { key: "message", members: { Type: "User" } },
    );
  }
  fn.policies[target.qualifier] = { revisionId: randomUUID(), document };
  return json(201, { Statement: JSON.stringify(statement) });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export const removePermission: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  const statementId = label(call, 5);
  assertConstraints([
    ["statementId", statementId, { pattern: patterns.removedStatementId, min: 1, max: 100 }],
  ]);
  permit(state, call, "RemovePermission", target);
  const fn = findFunction(state, target);
  if (!fn) throw notFound(`No policy found for: ${targetArn(target)}`);
  assertTarget(fn, target);
  const policy = fn.policies[target.qualifier];
  if (!policy) throw notFound("No policy is associated with the given resource.");
  const revisionId = call.query.get("RevisionId");
  if (revisionId && revisionId !== policy.revisionId) throw staleRevision();
  const kept = policy.document.Statement.filter(({ Sid }) => Sid !== statementId);
  if (kept.length === policy.document.Statement.length)
    throw notFound(`Statement ${statementId} is not found in resource policy.`);
  if (kept.length === 0) delete fn.policies[target.qualifier];
  else
    fn.policies[target.qualifier] = {
      revisionId: randomUUID(),
      document: { ...policy.document, Statement: kept },
    };
  return { status: 204 };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const getPolicy: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "GetPolicy", target);
  const policy = findFunction(state, target)?.policies[target.qualifier];
  if (!policy) throw notFound("The resource you requested does not exist.");
  return json(200, { Policy: JSON.stringify(policy.document), RevisionId: policy.revisionId });
};

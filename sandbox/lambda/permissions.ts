import { randomUUID } from "node:crypto";
import { AwsError } from "../errors";
import type { FunctionState, Operation, Policy } from "../types";
import { assertConstraints, patterns } from "./constraints";
import { conflict, invalidParameter, notFound, precondition } from "./errors";
import { permit } from "./permit";
import { assertNoOrphan } from "./principals";
import { readFields, renderStatement } from "./statement";
import {
  findFunction,
  findPolicy,
  hasQualifier,
  json,
  label,
  readBody,
  readPolicy,
  readTarget,
  targetArn,
  type Target,
} from "./target";
import { writePolicy } from "./visibility";

/** The most a policy holds, in bytes. */
export const policyLimit = 20_480;

const staleRevision = () =>
  precondition(
    "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id",
  );

function assertTarget(fn: FunctionState | undefined, target: Target): asserts fn is FunctionState {
  const { qualifier } = target;
  if (fn && hasQualifier(fn, qualifier)) return;
  const isAlias = qualifier !== "" && !/^\d+$/.test(qualifier) && !qualifier.includes("$");
  if (isAlias && fn) throw notFound(`Cannot find alias arn: ${targetArn(target)}`);
  throw notFound(`Function not found: ${targetArn(target)}`);
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const addPermission: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  const fields = readFields(readBody(call));
  const { StatementId, Principal, FunctionUrlAuthType, RevisionId } = fields.texts;
  if (target.qualifier === "$LATEST")
    throw invalidParameter("We currently do not support adding policies for $LATEST.");
  permit(state, call, "AddPermission", target, {
    "lambda:Principal": Principal ?? "",
    "lambda:FunctionUrlAuthType": FunctionUrlAuthType ?? "",
  });
  const fn = findFunction(state, target);
  assertTarget(fn, target);
  const statement = renderStatement(state, target, fields);
  const before = findPolicy(state, target);
  const statements = before?.document.Statement ?? [];
  if (RevisionId !== undefined && RevisionId !== before?.revisionId) throw staleRevision();
  if (statements.some(({ Sid }) => Sid === StatementId)) {
    throw conflict(
      `The statement id (${StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  assertNoOrphan(statements);
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
  writePolicy(fn, target.qualifier, { revisionId: randomUUID(), document }, call.visibilityMs);
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
  const policy = findPolicy(state, target);
  if (!policy) throw notFound("No policy is associated with the given resource.");
  const revisionId = call.query.get("RevisionId");
  if (revisionId && revisionId !== policy.revisionId) throw staleRevision();
  const kept = policy.document.Statement.filter(({ Sid }) => Sid !== statementId);
  if (kept.length === policy.document.Statement.length)
    throw notFound(`Statement ${statementId} is not found in resource policy.`);
  const left = { revisionId: randomUUID(), document: { ...policy.document, Statement: kept } };
  writePolicy(fn, target.qualifier, kept.length > 0 ? left : undefined, call.visibilityMs);
  return { status: 204 };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const getPolicy: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "GetPolicy", target);
  const policy = readPolicy(state, call, target);
  if (!policy) throw notFound("The resource you requested does not exist.");
  return json(200, { Policy: JSON.stringify(policy.document), RevisionId: policy.revisionId });
};

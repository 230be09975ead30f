import { randomUUID } from "node:crypto";
import { AwsError } from "../errors";
import type { Call, Operation, Policy } from "../types";
import { assertConstraints } from "./constraints";
import { invalidParameter, notFound, precondition } from "./errors";
import { permit } from "./permit";
import { policyLimit } from "./permissions";
import { getFunction, json, readBody, readPolicy, readTarget, text, type Target } from "./target";
import { writePolicy } from "./visibility";

const malformed = (why: string) =>
  new AwsError(400, "InvalidParameterValueException", why, { key: "message", members: { Type: "User" } });

/** The target of `/2026-07-09/resource-policy/{ResourceArn}`: a whole ARN, qualified or not. */
export function documentTarget(call: Call): Target {
  const arn = decodeURIComponent(call.path.split("/").slice(3).join("/"));
  if (!/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[^:]+(:[^:]+)?$/.test(arn))
    throw invalidParameter("The provided resource ARN is invalid.");
  return readTarget(call, arn, undefined);
}

function parseDocument(policy: string): Policy["document"] {
  assertConstraints([["policy", policy, { min: 1, max: policyLimit }]]);
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    throw malformed("The policy is not valid JSON.");
  }
  if (typeof document !== "object" || document === null || !("Statement" in document))
    throw malformed("The policy has no Statement.");
  const { Statement, ...rest } = document;
  const list = (Array.isArray(Statement) ? Statement : [Statement]) as Policy["document"]["Statement"];
  if (
    list.length === 0 ||
    list.some((one) => typeof one !== "object" || (one.Effect !== "Allow" && one.Effect !== "Deny"))
  ) {
    throw malformed("The policy holds a statement that is malformed.");
  }
  return { Version: "2012-10-17", ...rest, Statement: list };
}

/** Replaces the whole policy, whatever AddPermission wrote. Lambda API 2026-07-09, PutResourcePolicy */
export const putResourcePolicy: Operation = (state, call) => {
  const target = documentTarget(call);
  permit(state, call, "PutResourcePolicy", target);
  const fn = getFunction(state, target);
  const body = readBody(call);
  const revisionId = text(body.RevisionId);
  if (revisionId !== undefined && revisionId !== fn.policies[target.qualifier]?.revisionId) {
    throw precondition(
      "The Revision Id provided does not match the latest Revision Id. Call the GetResourcePolicy API to retrieve the latest Revision Id",
    );
  }
  const document = parseDocument(text(body.Policy) ?? "");
  const policy = { revisionId: randomUUID(), document };
  writePolicy(fn, target.qualifier, policy, call.visibilityMs);
  return json(200, { Policy: JSON.stringify(document), RevisionId: policy.revisionId });
};

/** Lambda API 2026-07-09, GetResourcePolicy */
export const getResourcePolicy: Operation = (state, call) => {
  const target = documentTarget(call);
  permit(state, call, "GetResourcePolicy", target);
  getFunction(state, target);
  const policy = readPolicy(state, call, target);
  if (!policy) throw notFound("The resource you requested does not exist.");
  return json(200, { Policy: JSON.stringify(policy.document), RevisionId: policy.revisionId });
};

/** Lambda API 2026-07-09, DeleteResourcePolicy */
export const deleteResourcePolicy: Operation = (state, call) => {
  const target = documentTarget(call);
  permit(state, call, "DeleteResourcePolicy", target);
  const fn = getFunction(state, target);
  const policy = fn.policies[target.qualifier];
  if (!policy) throw notFound("The resource you requested does not exist.");
  const revisionId = call.query.get("RevisionId");
  if (revisionId && revisionId !== policy.revisionId)
    throw precondition(
      "The Revision Id provided does not match the latest Revision Id. Call the GetResourcePolicy API to retrieve the latest Revision Id",
    );
  writePolicy(fn, target.qualifier, undefined, call.visibilityMs);
  return { status: 204 };
};

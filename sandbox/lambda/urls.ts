import { createHash } from "node:crypto";
import { AwsError } from "../errors";
import { authorize } from "../iam/authorize";
import type { Answer, Call, Caller, FunctionUrl, Operation, State } from "../types";
import { lambdaDate } from "./configuration";
import { assertConstraints, patterns } from "./constraints";
import { conflict, notFound } from "./errors";
import { run } from "./invoke";
import { permit } from "./permit";
import {
  findFunction,
  functionArn,
  getFunction,
  json,
  label,
  readBody,
  readTarget,
  targetArn,
  text,
  type Target,
} from "./target";

const urlTarget = (call: Call) =>
  readTarget(call, label(call, 3), undefined, { pattern: patterns.urlQualifier, max: 128 });
const readQualified = (call: Call) => {
  const qualifier = call.query.get("Qualifier") ?? undefined;
  return qualifier === undefined
    ? urlTarget(call)
    : readTarget(call, label(call, 3), qualifier, { pattern: patterns.urlQualifier, max: 128 });
};
const missing = () => notFound("The resource you requested does not exist.");
const idOf = (target: Target) => createHash("sha256").update(targetArn(target)).digest("hex").slice(0, 32);

function settings(body: Record<string, unknown>): Partial<FunctionUrl> {
  const AuthType = text(body.AuthType);
  assertConstraints([["authType", AuthType, { values: ["NONE", "AWS_IAM"] }]]);
  return {
    ...(AuthType ? { AuthType: AuthType as FunctionUrl["AuthType"] } : {}),
    ...(text(body.InvokeMode) ? { InvokeMode: text(body.InvokeMode) } : {}),
    ...(typeof body.Cors === "object" && body.Cors !== null ? { Cors: { ...body.Cors } } : {}),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html */
export const createFunctionUrlConfig: Operation = (state, call) => {
  const target = readQualified(call);
  permit(state, call, "CreateFunctionUrlConfig", target);
  const fn = getFunction(state, target);
  if (fn.urls[target.qualifier])
    throw conflict(
      `Failed to create function url config for [functionArn = ${targetArn(target)}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
  const url: FunctionUrl = {
    FunctionUrl: `https://${idOf(target)}.lambda-url.${target.region}.on.aws/`,
    FunctionArn: targetArn(target),
    AuthType: "AWS_IAM",
    InvokeMode: "BUFFERED",
    CreationTime: lambdaDate(),
    LastModifiedTime: lambdaDate(),
    ...settings(readBody(call)),
  };
  fn.urls[target.qualifier] = url;
  return json(201, url);
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html */
export const getFunctionUrlConfig: Operation = (state, call) => {
  const target = readQualified(call);
  permit(state, call, "GetFunctionUrlConfig", target);
  const url = findFunction(state, target)?.urls[target.qualifier];
  if (!url) throw missing();
  return json(200, url);
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionUrlConfig.html */
export const updateFunctionUrlConfig: Operation = (state, call) => {
  const target = readQualified(call);
  permit(state, call, "UpdateFunctionUrlConfig", target);
  const fn = findFunction(state, target);
  const before = fn?.urls[target.qualifier];
  if (!fn || !before) throw missing();
  const url = { ...before, ...settings(readBody(call)), LastModifiedTime: lambdaDate() };
  fn.urls[target.qualifier] = url;
  return json(200, url);
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionUrlConfig.html */
export const deleteFunctionUrlConfig: Operation = (state, call) => {
  const target = readQualified(call);
  permit(state, call, "DeleteFunctionUrlConfig", target);
  const fn = findFunction(state, target);
  if (!fn?.urls[target.qualifier]) throw missing();
  delete fn.urls[target.qualifier];
  return { status: 204 };
};

const anonymous: Caller = {
  accountId: "",
  arn: "*",
  userId: "",
  kind: "user",
  identityPolicies: ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'],
};

/**
 * An unsigned call of a function URL: with AuthType NONE both statements of the pair must allow everybody.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function callUrl(state: State, host: string, call: Pick<Call, "body">): Answer {
  for (const account of Object.values(state.accounts)) {
    for (const [region, { functions }] of Object.entries(account.regions)) {
      for (const fn of Object.values(functions)) {
        const [qualifier, url] =
          Object.entries(fn.urls).find(([, one]) => new URL(one.FunctionUrl).host === host) ?? [];
        if (qualifier === undefined || !url) continue;
        const resource =
          functionArn({ accountId: account.id, region, name: fn.name }) + (qualifier ? `:${qualifier}` : "");
        const policy = fn.policies[qualifier];
        const ask = (action: string, context: Record<string, string>) =>
          authorize(state, {
            caller: anonymous,
            action,
            resource,
            resourceAccountId: account.id,
            resourcePolicy: policy ? JSON.stringify(policy.document) : undefined,
            context,
          }).allowed;
        const allowed =
          url.AuthType === "NONE" &&
          ask("lambda:InvokeFunctionUrl", { "lambda:FunctionUrlAuthType": "NONE" }) &&
          ask("lambda:InvokeFunction", { "lambda:InvokedViaFunctionUrl": "true" });
        if (allowed) return run(fn, qualifier, call as Call); // `run` looks at the body alone
        throw new AwsError(
          403,
          "AccessDeniedException",
          "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
          { key: "Message" },
        );
      }
    }
  }
  throw missing();
}

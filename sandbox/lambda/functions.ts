import { AwsError } from "../errors";
import type { FunctionState, Operation, RegionState } from "../types";
import { newConfiguration, renderConfiguration, renderListed } from "./configuration";
import { assertConstraints } from "./constraints";
import { conflict, invalidParameter, violation } from "./errors";
import { pageOf } from "./pages";
import { permit, permitAccount } from "./permit";
import {
  findFunction,
  functionArn,
  getFunction,
  json,
  label,
  readBody,
  readTarget,
  regionOf,
  text,
} from "./target";
import { publish } from "./versions";
import { forgetHidden } from "./visibility";

/** The number of a new function's first version: AWS goes on where a deleted one of the same name ended. */
function nextVersionOf({ deleted = {} }: RegionState, name: string): number {
  return (Object.hasOwn(deleted, name) ? deleted[name] : undefined) ?? 1;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction: Operation = (state, call) => {
  const body = readBody(call);
  const target = readTarget(call, text(body.FunctionName) ?? "", undefined);
  if (target.accountId !== call.caller.accountId)
    throw new AwsError(403, "AccessDeniedException", "null", { key: "Message" });
  permit(state, call, "CreateFunction", target);
  const region = regionOf(state, target.accountId, target.region);
  if (findFunction(state, target)) throw conflict(`Function already exist: ${target.name}`);
  const configuration = newConfiguration(target, body);
  const tags =
    typeof body.Tags === "object" && body.Tags !== null ? { ...(body.Tags as Record<string, string>) } : {};
  const fn: FunctionState = {
    name: target.name,
    configuration,
    versions: {},
    nextVersion: nextVersionOf(region, target.name),
    aliases: {},
    policies: {},
    tags,
    reservedConcurrency: null,
    urls: {},
  };
  region.functions[target.name] = fn;
  const version = body.Publish === true ? publish(fn, undefined) : undefined;
  return json(201, {
    ...renderConfiguration(fn, { ...target, qualifier: version ?? "" }),
    FunctionArn: functionArn(target),
  });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const getFunctionOperation: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "GetFunction", target);
  const fn = getFunction(state, target);
  return json(200, {
    Configuration: renderConfiguration(fn, target),
    Code: { RepositoryType: "S3", Location: `https://sandbox.invalid/${target.name}` },
    ...(Object.keys(fn.tags).length > 0 ? { Tags: fn.tags } : {}),
    ...(fn.reservedConcurrency === null
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
  });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "GetFunctionConfiguration", target);
  return json(200, renderConfiguration(getFunction(state, target), target));
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const listFunctions: Operation = (state, call) => {
  const all = call.query.get("FunctionVersion") ?? undefined;
  assertConstraints([["functionVersion", all, { values: ["ALL"] }]]);
  permitAccount(state, call, "ListFunctions");
  const { functions } = regionOf(state, call.caller.accountId, call.region);
  const base = { accountId: call.caller.accountId, region: call.region };
  const items = Object.keys(functions)
    .sort()
    .flatMap((name) => {
      const fn = functions[name];
      if (!fn) return [];
      return (all ? ["$LATEST", ...Object.keys(fn.versions)] : [""]).map((qualifier) => ({ fn, qualifier }));
    });
  const { page, next } = pageOf(call, items);
  const Functions = page.map(({ fn, qualifier }) => renderListed(fn, { ...base, name: fn.name, qualifier }));
  return json(200, { Functions, ...next });
};

/** Deletes a function with everything of it, or one version. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export const deleteFunction: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "DeleteFunction", target);
  const fn = getFunction(state, target);
  const { qualifier } = target;
  if (qualifier === "$LATEST")
    throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  if (qualifier === "") {
    const region = regionOf(state, target.accountId, target.region);
    region.deleted = { ...region.deleted, [target.name]: fn.nextVersion };
    delete region.functions[target.name];
    return { status: 204 };
  }
  const used = Object.values(fn.aliases).find((alias) => alias.FunctionVersion === qualifier);
  if (used) throw conflict(`Version ${qualifier} is referenced by alias ${used.Name}.`);
  delete fn.versions[qualifier];
  delete fn.policies[qualifier];
  forgetHidden(fn, qualifier);
  return { status: 204 };
};

/** Reserved concurrency. https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export const putFunctionConcurrency: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "PutFunctionConcurrency", target);
  const fn = getFunction(state, target);
  const { ReservedConcurrentExecutions: reserved } = readBody(call);
  if (typeof reserved !== "number" || !Number.isInteger(reserved) || reserved < 0) {
    const shown = typeof reserved === "number" ? String(reserved) : "null";
    const must = typeof reserved === "number" ? "have value greater than or equal to 0" : "not be null";
    throw violation([
      `Value '${shown}' at 'reservedConcurrentExecutions' failed to satisfy constraint: Member must ${must}`,
    ]);
  }
  fn.reservedConcurrency = reserved;
  return json(200, { ReservedConcurrentExecutions: fn.reservedConcurrency });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html */
export const getFunctionConcurrency: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "GetFunctionConcurrency", target);
  const { reservedConcurrency } = getFunction(state, target);
  return json(200, reservedConcurrency === null ? {} : { ReservedConcurrentExecutions: reservedConcurrency });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
export const deleteFunctionConcurrency: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "DeleteFunctionConcurrency", target);
  getFunction(state, target).reservedConcurrency = null;
  return { status: 204 };
};

import { randomUUID } from "node:crypto";
import type { Alias, FunctionState, Operation } from "../types";
import { assertConstraints, patterns } from "./constraints";
import { conflict, notFound, precondition } from "./errors";
import { pageOf } from "./pages";
import { permit } from "./permit";
import { functionArn, getFunction, json, label, readBody, readTarget, text, type Target } from "./target";
import { forgetHidden } from "./visibility";

const render = (target: Target, alias: Alias) => ({
  AliasArn: `${functionArn(target)}:${alias.Name}`,
  ...alias,
});

/** Weights of further versions; an empty map is none. */
function routingOf(value: unknown): Pick<Alias, "RoutingConfig"> {
  const weights = (value as Alias["RoutingConfig"])?.AdditionalVersionWeights; // as the SDK sends it
  return weights && Object.keys(weights).length > 0
    ? { RoutingConfig: { AdditionalVersionWeights: weights } }
    : {};
}

function assertVersion(fn: FunctionState, target: Target, version: string): void {
  if (version !== "$LATEST" && !fn.versions[version])
    throw notFound(`Function not found: ${functionArn(target)}:${version}`);
}

function getAliasOf(fn: FunctionState, target: Target, name: string): Alias {
  const alias = Object.hasOwn(fn.aliases, name) ? fn.aliases[name] : undefined;
  if (!alias) throw notFound(`Cannot find alias arn: ${functionArn(target)}:${name}`);
  return alias;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export const createAlias: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  const body = readBody(call);
  const name = text(body.Name) ?? "";
  assertConstraints([["name", name, { pattern: patterns.alias, min: 1, max: 128 }]]);
  permit(state, call, "CreateAlias", target);
  const fn = getFunction(state, target);
  const version = text(body.FunctionVersion) ?? "";
  assertVersion(fn, target, version);
  if (Object.hasOwn(fn.aliases, name)) throw conflict(`Alias already exists: ${functionArn(target)}:${name}`);
  fn.aliases[name] = {
    Name: name,
    FunctionVersion: version,
    Description: text(body.Description) ?? "",
    RevisionId: randomUUID(),
    ...routingOf(body.RoutingConfig),
  };
  return json(201, render(target, fn.aliases[name]));
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const getAlias: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "GetAlias", target);
  return json(200, render(target, getAliasOf(getFunction(state, target), target, label(call, 5))));
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export const listAliases: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "ListAliases", target);
  const version = call.query.get("FunctionVersion");
  const aliases = Object.values(getFunction(state, target).aliases)
    .filter((alias) => !version || alias.FunctionVersion === version)
    .sort((a, b) => (a.Name < b.Name ? -1 : 1));
  const { page, next } = pageOf(call, aliases);
  return json(200, { Aliases: page.map((alias) => render(target, alias)), ...next });
};

/** An update without changes still gets a new revision. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const updateAlias: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "UpdateAlias", target);
  const fn = getFunction(state, target);
  const name = label(call, 5);
  const { RoutingConfig, ...before } = getAliasOf(fn, target, name);
  const body = readBody(call);
  if (text(body.RevisionId) && body.RevisionId !== before.RevisionId) {
    throw precondition(
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    );
  }
  const version = text(body.FunctionVersion) ?? before.FunctionVersion;
  assertVersion(fn, target, version);
  const routing =
    body.RoutingConfig === undefined
      ? RoutingConfig
        ? { RoutingConfig }
        : {}
      : routingOf(body.RoutingConfig);
  fn.aliases[name] = {
    ...before,
    FunctionVersion: version,
    Description: text(body.Description) ?? before.Description,
    RevisionId: randomUUID(),
    ...routing,
  };
  return json(200, render(target, fn.aliases[name]));
};

/** With its policy and its URL. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html */
export const deleteAlias: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "DeleteAlias", target);
  const fn = getFunction(state, target);
  const name = label(call, 5);
  delete fn.aliases[name];
  delete fn.policies[name];
  forgetHidden(fn, name);
  delete fn.urls[name];
  return { status: 204 };
};

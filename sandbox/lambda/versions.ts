import { randomUUID } from "node:crypto";
import type { Configuration, FunctionState, Operation } from "../types";
import { codeOf, lambdaDate, renderConfiguration, renderListed, settingsOf } from "./configuration";
import { pageOf } from "./pages";
import { permit } from "./permit";
import { invalidParameter, precondition } from "./errors";
import { getFunction, json, label, readBody, readTarget, text } from "./target";

const same = (a: Configuration, b: Configuration) => {
  const essence = ({ RevisionId: _r, LastModified: _m, Description: _d, ...rest }: Configuration) =>
    JSON.stringify(rest);
  return essence(a) === essence(b);
};

/**
 * Publishes what `$LATEST` is; when nothing changed since the last version, that one stays the last.
 * @returns the version's number
 */
export function publish(fn: FunctionState, description: string | undefined): string {
  const last = String(fn.nextVersion - 1);
  const lastConfiguration = fn.versions[last];
  if (lastConfiguration && same(lastConfiguration, fn.configuration)) return last;
  const number = String(fn.nextVersion);
  fn.nextVersion += 1;
  fn.versions[number] = {
    ...fn.configuration,
    RevisionId: randomUUID(),
    Description: description ?? fn.configuration.Description,
  };
  return number;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html */
export const publishVersion: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "PublishVersion", target);
  const fn = getFunction(state, target);
  const { CodeSha256, Description, RevisionId } = readBody(call);
  const current = fn.configuration.CodeSha256;
  if (typeof CodeSha256 === "string" && CodeSha256 !== "" && CodeSha256 !== current) {
    throw invalidParameter(
      `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  assertRevision(fn, RevisionId);
  const qualifier = publish(fn, text(Description));
  return json(201, renderConfiguration(fn, { ...target, qualifier }));
};

/** `$LATEST` first, then ascending. https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const listVersionsByFunction: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "ListVersionsByFunction", target);
  const fn = getFunction(state, target);
  const { page, next } = pageOf(call, ["$LATEST", ...Object.keys(fn.versions)]);
  return json(200, {
    Versions: page.map((qualifier) => renderListed(fn, { ...target, qualifier })),
    ...next,
  });
};

function assertRevision(fn: FunctionState, revisionId: unknown): void {
  if (typeof revisionId === "string" && revisionId !== fn.configuration.RevisionId) {
    throw precondition(
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    );
  }
}

function change(fn: FunctionState, revisionId: unknown, fields: Record<string, unknown>): void {
  assertRevision(fn, revisionId);
  fn.configuration = { ...fn.configuration, ...fields, LastModified: lambdaDate(), RevisionId: randomUUID() };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const updateFunctionCode: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "UpdateFunctionCode", target);
  const fn = getFunction(state, target);
  const body = readBody(call);
  change(fn, body.RevisionId, codeOf(body));
  const qualifier = body.Publish === true ? publish(fn, undefined) : "";
  return json(200, renderConfiguration(fn, { ...target, qualifier }));
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const updateFunctionConfiguration: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "UpdateFunctionConfiguration", target);
  const fn = getFunction(state, target);
  const body = readBody(call);
  change(fn, body.RevisionId, settingsOf(body));
  return json(200, renderConfiguration(fn, target));
};

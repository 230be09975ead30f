import { randomUUID } from "node:crypto";
import type { Answer, Call, FunctionState, Operation } from "../types";
import { versionOf } from "./configuration";
import { notFound, throttled } from "./errors";
import { permit } from "./permit";
import { findFunction, hasQualifier, label, readTarget, targetArn } from "./target";

const canned = "sandbox-response:";
const cannedError = "sandbox-error:";

/** Picks an alias's version by its weights; without them its main one. */
function executedVersion(fn: FunctionState, qualifier: string): string {
  const main = versionOf(fn, qualifier);
  let left = Math.random();
  for (const [version, weight] of Object.entries(
    fn.aliases[qualifier]?.RoutingConfig?.AdditionalVersionWeights ?? {},
  )) {
    left -= weight;
    if (left < 0) return version;
  }
  return main;
}

/** What a version answers: its canned response (from its description, else the function's tag), else the payload. */
function payloadOf(fn: FunctionState, version: string, call: Call): { body: string; failed: boolean } {
  const { Description } = (version === "$LATEST" ? undefined : fn.versions[version]) ?? fn.configuration;
  if (Description.startsWith(canned)) return { body: Description.slice(canned.length), failed: false };
  if (Description.startsWith(cannedError))
    return { body: Description.slice(cannedError.length), failed: true };
  return { body: fn.tags["sandbox:response"] ?? (call.body.toString("utf8") || "null"), failed: false };
}

/** An invocation that is allowed: code is kept and never run. */
export function run(fn: FunctionState, qualifier: string, call: Call): Answer {
  if (fn.reservedConcurrency === 0)
    throw throttled("Rate Exceeded.", "ReservedFunctionConcurrentInvocationLimitExceeded");
  const version = executedVersion(fn, qualifier);
  const { body, failed } = payloadOf(fn, version, call);
  const headers = {
    "content-type": "application/json",
    "x-amz-executed-version": version,
    ...(failed ? { "x-amz-function-error": "Unhandled" } : {}),
  };
  return { status: 200, headers: { ...headers, "x-amzn-trace-id": `root=${randomUUID()}` }, body };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const invoke: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3));
  permit(state, call, "InvokeFunction", target);
  const fn = findFunction(state, target);
  if (!fn || !hasQualifier(fn, target.qualifier)) {
    throw notFound(
      `Function not found: ${targetArn({ ...target, qualifier: target.qualifier || "$LATEST" })}`,
    );
  }
  const type = call.headers["x-amz-invocation-type"];
  if (type === "DryRun") return { status: 204 };
  if (type === "Event") return { status: 202 };
  return run(fn, target.qualifier, call);
};

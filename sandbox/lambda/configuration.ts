import { createHash, randomUUID } from "node:crypto";
import type { Configuration, FunctionState } from "../types";
import { functionArn, hasQualifier, type Target } from "./target";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Now, as Lambda writes it. */
export const lambdaDate = (date = new Date()) => date.toISOString().replace("Z", "+0000");

/** The fields that UpdateFunctionConfiguration and CreateFunction take, with what the service sets when they are missing. */
const settable: Record<string, unknown> = {
  Description: "",
  Environment: { Variables: {} },
  EphemeralStorage: { Size: 512 },
  Handler: "index.handler",
  MemorySize: 128,
  Role: "arn:aws:iam::000000000000:role/execution",
  Runtime: "nodejs22.x",
  Timeout: 3,
  TracingConfig: { Mode: "PassThrough" },
  Layers: undefined,
};

/** The settings of a request that are there. */
export function settingsOf(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(settable)
      .filter((key) => body[key] !== undefined)
      .map((key) => [key, body[key]]),
  );
}

/** The code of a request: kept as its hash and size alone, since it is never run. */
export function codeOf(code: unknown): { CodeSha256: string; CodeSize: number } {
  const zip =
    isObject(code) && typeof code.ZipFile === "string"
      ? Buffer.from(code.ZipFile, "base64")
      : Buffer.from(JSON.stringify(code ?? ""));
  return { CodeSha256: createHash("sha256").update(zip).digest("base64"), CodeSize: zip.length };
}

/** The configuration of a new function. */
export function newConfiguration(target: Target, body: Record<string, unknown>): Configuration {
  const defaults = Object.fromEntries(Object.entries(settable).filter(([, value]) => value !== undefined));
  return {
    Description: "",
    ...defaults,
    ...settingsOf(body),
    ...codeOf(body.Code),
    Architectures: ["x86_64"],
    FunctionName: target.name,
    LastModified: lambdaDate(),
    LastUpdateStatus: "Successful",
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${target.name}` },
    PackageType: "Zip",
    RevisionId: randomUUID(),
    RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:${target.region}::runtime:${"0".repeat(64)}` },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    State: "Active",
  };
}

/** The version a qualifier means now: an alias's main version, a version, or `$LATEST`. */
export function versionOf(fn: FunctionState, qualifier: string): string {
  if (!hasQualifier(fn, qualifier) || qualifier === "" || qualifier === "$LATEST") return "$LATEST";
  return fn.aliases[qualifier]?.FunctionVersion ?? qualifier;
}

/** A configuration as GetFunctionConfiguration answers it: the ARN ends in the qualifier asked for, Version is the number. */
export function renderConfiguration(fn: FunctionState, target: Target): Record<string, unknown> {
  const version = versionOf(fn, target.qualifier);
  const configuration = version === "$LATEST" ? fn.configuration : (fn.versions[version] ?? fn.configuration);
  const suffix = target.qualifier ? `:${target.qualifier}` : "";
  return { ...configuration, FunctionArn: functionArn(target) + suffix, Version: version };
}

/** The same as it stands in a list: without its state. */
export function renderListed(fn: FunctionState, target: Target): Record<string, unknown> {
  const {
    State: _state,
    LastUpdateStatus: _status,
    RuntimeVersionConfig: _runtime,
    ...listed
  } = renderConfiguration(fn, target);
  return listed;
}

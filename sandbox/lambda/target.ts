import { accountOf } from "../accounts";
import { AwsError } from "../errors";
import type { Call, FunctionState, Policy, RegionState, State } from "../types";
import { assertConstraints, patterns, type Constraint } from "./constraints";
import { invalidParameter, notFound } from "./errors";
import { shownPolicy } from "./visibility";

/** What a call acts on: a function, and a qualifier when one was given (in the name or beside it). */
export interface Target {
  accountId: string;
  region: string;
  name: string;
  /** '' when none was given; may be `$LATEST`. */
  qualifier: string;
}

/** The unqualified ARN. */
export const functionArn = ({ accountId, region, name }: Omit<Target, "qualifier">) =>
  `arn:aws:lambda:${region}:${accountId}:function:${name}`;
/** The ARN as the caller qualified it. */
export const targetArn = (target: Target) =>
  functionArn(target) + (target.qualifier ? `:${target.qualifier}` : "");

/** Lambda in one account and region. */
export function regionOf(state: State, accountId: string, region: string): RegionState {
  return (accountOf(state, accountId).regions[region] ??= { functions: {} });
}

/** The function a target names, if it is there. */
export function findFunction(state: State, { accountId, region, name }: Target): FunctionState | undefined {
  const functions = state.accounts[accountId]?.regions[region]?.functions;
  return functions && Object.hasOwn(functions, name) ? functions[name] : undefined;
}

/** The policy of exactly what a target names; undefined when it has none, or is not there. */
export function findPolicy(state: State, target: Target): Policy | undefined {
  const policies = findFunction(state, target)?.policies;
  return policies && Object.hasOwn(policies, target.qualifier) ? policies[target.qualifier] : undefined;
}

/** The same as reads and authorization see it, which may be later. */
export function readPolicy(state: State, { seesNewest }: Call, target: Target): Policy | undefined {
  const fn = findFunction(state, target);
  if (!fn || !hasQualifier(fn, target.qualifier)) return undefined;
  return seesNewest ? findPolicy(state, target) : shownPolicy(fn, target.qualifier);
}

const nameParts = new RegExp(`^${patterns.functionName}$`);

/**
 * Reads a function's name in any of its forms (name, partial ARN, ARN, with a qualifier or not).
 * @throws AwsError ValidationException; InvalidParameterValueException when two qualifiers differ; 404 for another region
 */
export function readTarget(
  call: Call,
  text: string,
  qualifier = call.query.get("Qualifier") ?? undefined,
  constraint: Constraint = { pattern: patterns.qualifier, max: 128 },
): Target {
  assertConstraints([
    ["functionName", text, { pattern: patterns.functionName }],
    ["qualifier", qualifier, constraint],
  ]);
  const match = nameParts.exec(text);
  const region = match?.[3]?.slice(0, -1) ?? call.region;
  const name = match?.[11] ?? "";
  const derived = match?.[13];
  if (derived && qualifier && derived !== qualifier) {
    throw invalidParameter(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  }
  if (region !== call.region)
    throw notFound(`Functions from '${region}' are not reachable in this region ('${call.region}')`);
  return {
    accountId: match?.[9]?.slice(0, -1) ?? call.caller.accountId,
    region,
    name,
    qualifier: qualifier ?? derived ?? "",
  };
}

/** The text of the label in the path, unescaped. */
export function label(call: Call, index: number): string {
  try {
    return decodeURIComponent(call.path.split("/")[index] ?? "");
  } catch {
    throw new AwsError(400, "BadRequestException", "The request path holds a malformed percent-escape.");
  }
}

/** Whether a qualifier is there: nothing, `$LATEST`, a version or an alias. */
export function hasQualifier(fn: FunctionState, qualifier: string): boolean {
  if (qualifier === "" || qualifier === "$LATEST") return true;
  return Object.hasOwn(fn.versions, qualifier) || Object.hasOwn(fn.aliases, qualifier);
}

/** The function of a target whose qualifier is there too. @throws AwsError 404 `Function not found: …` */
export function getFunction(state: State, target: Target, shown = targetArn(target)): FunctionState {
  const fn = findFunction(state, target);
  if (!fn || !hasQualifier(fn, target.qualifier)) throw notFound(`Function not found: ${shown}`);
  return fn;
}

/** A request's JSON body. @throws AwsError SerializationException when it is none */
export function readBody(call: Call): Record<string, unknown> {
  if (call.body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(call.body.toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Below.
  }
  throw new AwsError(400, "SerializationException", "Could not parse request body into json.", {
    key: "Message",
  });
}

/** A member of the body that is a text. */
export const text = (value: unknown) => (typeof value === "string" ? value : undefined);

/** An answer of JSON. */
export const json = (status: number, body: unknown) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

import { renderError, unknownOperation } from "../error-answer";
import { AwsError } from "../errors";
import { faultError, findFault, findVisibility, policyWrites, type Fault } from "../faults";
import type { Runtime } from "../runtime";
import type { Answer, Call, Operation } from "../types";
import { findOperation } from "./routes";

/** An answer, and what becomes of it on its way; without one nothing was done. */
export interface Outcome {
  answer: Answer | null;
  fault: Fault | null;
}

interface Found {
  name: string;
  operation: Operation;
}

/**
 * Answers a call of Lambda under the faults that are asked for or planned.
 * @throws AwsError as the service does
 */
export async function dispatch(runtime: Runtime, call: Call): Promise<Outcome> {
  const { headers, method, path } = call;
  const found = findOperation(method, path);
  if (!found) throw unknownOperation(method, path);
  runtime.quotas.take(call.caller.accountId, call.region, found.name);
  const fault =
    findFault(found.name, path, headers["x-sandbox-fault"]) ??
    runtime.faults.draw(found.name, call.caller.accountId);
  if (fault === "unreachable" || fault === "before-hang") return { answer: null, fault };
  const instead = fault && faultError(fault);
  if (instead) throw instead;
  try {
    return { answer: await perform(runtime, call, found, fault), fault };
  } catch (error) {
    if (!fault || !(error instanceof AwsError)) throw error;
    return { answer: renderError(error), fault }; // refused, and that answer goes the same way
  }
}

async function perform(
  runtime: Runtime,
  call: Call,
  { name, operation }: Found,
  fault: Fault | null,
): Promise<Answer> {
  const { state, faults, writes } = runtime;
  if (!policyWrites.has(name)) return operation(state, { ...call, seesNewest: faults.flickers() });
  const { visibilityMs, delayedMs, writeMs } = faults.plan();
  const asked = findVisibility(call.headers["x-sandbox-visibility"]);
  const hidden = { ...call, visibilityMs: asked ?? (fault === "delayed" ? delayedMs : visibilityMs) };
  return writes.run(name, hidden, writeMs || runtime.writeMs, () => operation(state, hidden));
}

import { z } from "zod";
import { faultPlan } from "./fault-plan";
import { quotaRates } from "./quotas";
import type { Runtime } from "./runtime";
import type { Answer } from "./types";

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

type Control = (runtime: Runtime, query: URLSearchParams, body: string) => unknown;

/** What can be asked of the sandbox itself, by anybody on this machine. */
const controls: Record<string, Control> = {
  "GET /_sandbox/faults": ({ faults }) => faults.report(),
  "POST /_sandbox/faults": ({ faults }, _query, body) => {
    faults.set(faultPlan.parse(JSON.parse(body || "{}")));
    return faults.report();
  },
  "GET /_sandbox/quotas": ({ quotas }) => quotas.report(),
  "POST /_sandbox/quotas": ({ quotas }, _query, body) => {
    quotas.set(z.union([z.boolean(), quotaRates]).parse(JSON.parse(body || "true")));
    return quotas.report();
  },
  "GET /_sandbox/writes": ({ writes }, query) => writes.list({ refused: query.get("refused") === "true" }),
  "DELETE /_sandbox/writes": ({ writes }) => {
    writes.clear();
    return [];
  },
};

/** Answers `/_sandbox/…`. */
export function answerControl(
  runtime: Runtime,
  method: string,
  path: string,
  query: string,
  body: Buffer,
): Answer {
  const control = controls[`${method} ${path}`];
  if (!control) return json(404, { message: `The sandbox knows ${Object.keys(controls).join(", ")}.` });
  try {
    return json(200, control(runtime, new URLSearchParams(query), body.toString("utf8")));
  } catch (error) {
    if (error instanceof z.ZodError) return json(400, { message: z.prettifyError(error) });
    if (error instanceof SyntaxError) return json(400, { message: "The body is not JSON." });
    throw error;
  }
}

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerTo } from "./answer";
import { startFaults, type FaultPlan, type FaultReport } from "./fault-plan";
import { keep, startKeeping } from "./keep";
import { startPolicyWrites, type PolicyWrite } from "./policy-writes";
import { startQuotas, type QuotaRates, type QuotaReport } from "./quotas";
import { send } from "./send";
import type { Runtime } from "./runtime";
import type { State } from "./types";

export interface Sandbox {
  url: string;
  port: number;
  /** Sets what befalls calls from now on; an empty plan ends it. */
  setFaults: (plan: FaultPlan) => void;
  faults: () => FaultReport;
  /** Calls by account, region and quota, since the start or since quotas were set. */
  quotas: () => QuotaReport;
  setQuotas: (quotas: boolean | QuotaRates) => void;
  /** Policy writes in their order: those that were done, or all that were asked for. */
  writes: (which?: { refused?: boolean }) => PolicyWrite[];
  stop: () => Promise<void>;
}

/** How a sandbox starts. */
export interface SandboxOptions {
  /** 0 for any free one */
  port: number;
  state: State;
  /** Where the state is kept after every change; without it, it lives in memory. */
  stateFile?: string;
  faults?: FaultPlan;
  /** How long a policy write takes, in milliseconds; others of the same function are answered 409 meanwhile. */
  writeMs?: number;
  /** AWS's request quotas, or others; false (the default) enforces none. */
  quotas?: boolean | QuotaRates;
}

/** Serves an AWS on localhost over a state. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, state, stateFile } = options;
  const runtime: Runtime = {
    state,
    faults: startFaults(options.faults),
    writes: startPolicyWrites(),
    quotas: startQuotas(options.quotas),
    writeMs: options.writeMs ?? 0,
  };
  if (stateFile) keep(stateFile, state);
  const kept = stateFile ? startKeeping(stateFile, state) : null;
  const server = createServer((request, response) => {
    const requestId = randomUUID();
    answerTo(runtime, request, requestId)
      .then(async ({ changed, ...outcome }) => {
        if (changed && kept) await kept();
        send(response, outcome, requestId);
      })
      .catch((error: unknown) => {
        console.error(error); // the state could not be kept: no answer rather than a false one
        response.socket?.destroy();
      });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
  const bound = (server.address() as AddressInfo).port; // listening on TCP, so never a pipe's name
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://localhost:${bound}`,
    port: bound,
    setFaults: runtime.faults.set,
    faults: runtime.faults.report,
    quotas: runtime.quotas.report,
    setQuotas: runtime.quotas.set,
    writes: runtime.writes.list,
    stop,
  };
}

import { subscribe } from "node:diagnostics_channel";
import { setTimeout as pause } from "node:timers/promises";
import type { Worker } from "./jobs/worker";
import { logError } from "./log";

/** What runs is given so long to finish, in seconds; a container is usually killed after 30. */
const graceSeconds = 25;

// On globalThis: Next.js loads modules once for instrumentation and once more for the pages of the same process.
const shared = globalThis as typeof globalThis & { xaccountStopping?: AbortController };

/** Aborted when this process is told to stop: what streams to a browser ends then. */
export function stopping(): AbortSignal {
  return (shared.xaccountStopping ??= new AbortController()).signal;
}

/** Counts the requests this process is answering. https://nodejs.org/api/diagnostics_channel.html#http */
function countRequests(): () => number {
  const open = new Set<object>();
  subscribe("http.server.request.start", (message) => {
    const { response } = message as { response: NodeJS.EventEmitter }; // as the channel's documentation says
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  return () => open.size;
}

/**
 * Sees to it that this process stops in order when it is told to: nothing new is begun, jobs that run and requests that
 * are being answered are finished, and it ends. What takes longer is left as a crash would leave it, and gone on with by
 * another process or at the next start.
 * @param worker null for a process without one
 */
export function stopInOrder(worker: Worker | null): void {
  const openRequests = countRequests();
  const stop = async () => {
    stopping();
    shared.xaccountStopping?.abort();
    await worker?.stop().catch((error: unknown) => logError("The worker could not be stopped", error));
    while (openRequests() > 0) await pause(20);
  };
  let begun = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (begun) return;
      begun = true;
      void Promise.race([stop(), pause(graceSeconds * 1000)]).finally(() => process.exit(0));
    });
  }
}

import { concurrentUpdate } from "./faults";
import { readWritten } from "./lambda/written";
import { AwsError } from "./errors";
import type { Answer, Call } from "./types";

/** A call that wrote a policy, or was refused to. */
export interface PolicyWrite {
  at: string;
  operation: string;
  /** The function's unqualified ARN. */
  functionArn: string;
  qualifier: string;
  /** Absent for whole documents. */
  statementId?: string;
  callerAccountId: string;
  callerArn: string;
  /** As the answer's header names it, whether it arrived or not. */
  requestId: string;
  /** HTTP; under 300 when it was done. */
  status: number;
  /** The error's type, when it was refused. */
  error?: string;
}

const kept = 100_000;

/** The record of policy writes, and who is writing which function now. */
export function startPolicyWrites() {
  let log: PolicyWrite[] = [];
  const busy = new Set<string>();

  const record = (write: PolicyWrite) => {
    log.push(write);
    if (log.length > 2 * kept) log = log.slice(-kept);
  };

  return {
    /** The last 100,000 and more, oldest first: those that were done, or all that were asked for. */
    list: ({ refused = false } = {}): PolicyWrite[] =>
      refused ? [...log] : log.filter(({ status }) => status < 300),
    clear: () => {
      log = [];
    },
    /**
     * Runs a policy write that takes `writeMs` before it is there. One writer per function, whatever the qualifier:
     * another that begins meanwhile is refused.
     * @throws AwsError 409 as the service does, or what the operation throws
     */
    async run(operation: string, call: Call, writeMs: number, write: () => Answer): Promise<Answer> {
      const target = readWritten(operation, call);
      const entry = (status: number, error?: string): PolicyWrite => ({
        at: new Date().toISOString(),
        operation,
        ...target,
        callerAccountId: call.caller.accountId,
        callerArn: call.caller.arn,
        requestId: call.requestId,
        status,
        ...(error ? { error } : {}),
      });
      try {
        if (busy.has(target.functionArn)) throw concurrentUpdate();
        if (writeMs > 0) {
          busy.add(target.functionArn);
          await new Promise((resolve) => setTimeout(resolve, writeMs));
          busy.delete(target.functionArn);
        }
        const answer = write();
        record(entry(answer.status));
        return answer;
      } catch (error) {
        if (error instanceof AwsError) record(entry(error.status, error.code));
        throw error;
      }
    },
  };
}
export type PolicyWrites = ReturnType<typeof startPolicyWrites>;

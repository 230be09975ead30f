import type { Transaction } from "@/lib/db/client";
import { mark } from "@/lib/marks";

/** What an event told of a function, its time as text. */
interface ToldOf {
  id: string;
  eventName: string;
  sid: string | null;
  qualifier: string | null;
  actorArn: string | null;
  at: string;
}

/** Every task of the queue, and what it is handed. Each can run twice without harm. */
export interface Payloads {
  apply_grant: { grantId: string };
  revoke_grant: { grantId: string };
  /** The same, where AWS was late a moment ago: as long as it takes, in places of their own. */
  apply_patiently: { grantId: string };
  revoke_patiently: { grantId: string };
  sync_part: { syncId: string; accountId: string; region: string };
  expire_grants: Record<string, never>;
  /** Reads one function again, since something told of a change. */
  read_function: { functionId: string };
  /** Looks for a function that is not known, since something told of it. */
  find_function: { accountId: string; region: string; name: string; told: ToldOf };
  /** Compares grants with what stands. */
  reconcile: Record<string, never>;
  /** Reads AWS, every connected account. */
  sync_all: Record<string, never>;
  /** Goes on with what a process that died had begun. */
  resume: Record<string, never>;
  /** Sends what people are told to where they read it. */
  deliver_notification: { key: string };
  /** Tells people of what ends soon, and of what they owe. */
  remind: Record<string, never>;
  /** Deletes what nobody needs any more. */
  forget: Record<string, never>;
}
export type Task = keyof Payloads;

/** What is taken away goes before what is given, and what failed before comes last: it may take long to fail again. */
export const firstPriority = -10;
export const lastPriority = 10;
const priorities: Partial<Record<Task, number>> = {
  expire_grants: firstPriority,
  revoke_grant: firstPriority,
  revoke_patiently: firstPriority,
};

/**
 * Puts a job in the queue, in the transaction of the state it serves: both are there, or neither.
 * @param key jobs of one key that wait are one job: the newer replaces the older
 * @param when `runAt`: not before; at once without it. `priority`: what is lower goes first; without it, the task's
 */
export async function enqueue<T extends Task>(
  tx: Transaction,
  task: T,
  payload: Payloads[T],
  key?: string,
  when: Date | { runAt?: Date; priority?: number } = {},
): Promise<void> {
  const { runAt, priority = priorities[task] ?? 0 } = when instanceof Date ? { runAt: when } : when;
  const json = JSON.stringify(payload);
  const at = runAt?.toISOString() ?? null;
  await mark(`before the job ${task}`);
  await tx.$queryRaw`
    SELECT graphile_worker.add_job(${task}, ${json}::json, job_key => ${key ?? null}, run_at => ${at}::timestamptz, max_attempts => 25, priority => ${priority}::int)::text`;
}

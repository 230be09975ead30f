import { placeKey } from "@/lib/answering";
import { Prisma } from "@/lib/db/generated/client";
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
  sync_part: { syncId: string; accountId: string; region: string };
  expire_grants: Record<string, never>;
  /** Reads one function again, since something told of a change. `tries`: those before, that failed. */
  read_function: { functionId: string; tries?: number };
  /** Looks for a function that is not known, since something told of it. */
  find_function: { accountId: string; region: string; name: string; told: ToldOf; tries?: number };
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
};

const ofGrant = ({ grantId }: { grantId: string }) => Prisma.sql`
  SELECT "accountId" || ' ' || region FROM "Grant" WHERE id = ${grantId}::uuid`;

/** Of which account and region a job is, of tasks that call AWS: the job's flag, by which places are shared. */
const placeOf: { [T in Task]?: (payload: Payloads[T]) => Prisma.Sql } = {
  apply_grant: ofGrant,
  revoke_grant: ofGrant,
  read_function: ({ functionId }) => Prisma.sql`
    SELECT "accountId" || ' ' || region FROM "Function" WHERE id = ${functionId}::uuid`,
  find_function: (place) => Prisma.sql`SELECT ${placeKey(place)}::text`,
};

/** So many jobs of an account and region go before the next ones of others that are due, too. */
const turn = 10;

/**
 * Puts a job in the queue, in the transaction of the state it serves: both are there, or neither. Where many of one
 * account and region are due, those that come after them go behind what others have due, ten by ten.
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
  const { runAt, priority = null } = when instanceof Date ? { runAt: when } : when;
  const json = JSON.stringify(payload);
  const at = runAt?.toISOString() ?? null;
  const place = placeOf[task]?.(payload) ?? Prisma.sql`SELECT NULL::text`;
  const first = priorities[task] ?? 0;
  await mark(`before the job ${task}`);
  await tx.$queryRaw`
    WITH place AS (${place}), due AS (
      SELECT count(*) AS jobs FROM graphile_worker.jobs, place AS p(name)
      WHERE p.name IS NOT NULL AND task_identifier = ${task} AND jsonb_exists(flags, p.name)
        AND locked_at IS NULL AND run_at <= now() AND key IS DISTINCT FROM ${key ?? null})
    SELECT graphile_worker.add_job(${task}, ${json}::json, job_key => ${key ?? null}, run_at => ${at}::timestamptz,
      max_attempts => 25, priority => coalesce(${priority}::int, ${first}::int + least(9, due.jobs / ${turn}::int)::int),
      flags => (SELECT array_agg(name) FROM place AS p(name) WHERE name IS NOT NULL))::text
    FROM due`;
}

/** Whether a job of this key waits that will be taken. */
async function isQueued(tx: Transaction, key: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM graphile_worker.jobs WHERE key = ${key} AND locked_at IS NULL AND attempts < max_attempts`;
  return rows.length > 0;
}

/**
 * Puts a job that runs back for later: it gives its key to the one that is put back. One of its key that waits already stays
 * as it is.
 */
export async function putBackJob<T extends Task>(
  tx: Transaction,
  task: T,
  payload: Payloads[T],
  key: string,
  when: { runAt: Date; priority?: number },
): Promise<void> {
  if (!(await isQueued(tx, key))) await enqueue(tx, task, payload, key, when);
}

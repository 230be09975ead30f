import type { TaskList } from "graphile-worker";
import { z } from "zod";
import { findTold } from "./catalog/find-told";
import { forgetNotices } from "./catalog/forget-notices";
import { forgetSyncs } from "./catalog/forget-syncs";
import { rereadFunction } from "./catalog/refresh";
import { syncAll } from "./catalog/start-sync";
import { syncPart } from "./catalog/sync-part";
import { resumeSyncs } from "./catalog/sync/resume";
import { applyGrant } from "./grants/apply";
import { expireDueGrants } from "./grants/expire";
import { explainDrifts } from "./grants/explain-drift";
import { performRevoke } from "./grants/perform-revoke";
import { reconcileGrants } from "./grants/reconcile";
import { resumeGrants } from "./grants/resume";
import { remindOfEnds } from "./grants/remind-ends";
import { remindOfRemovals } from "./grants/remind-removals";
import { firstPriority, lastPriority, type Task } from "./jobs/enqueue";
import { freeReadings, readOrTryAgain } from "./jobs/read-again";
import { deliverNotification } from "./notifications/deliver";
import { forgetNotifications } from "./notifications/forget";
import { resumeDeliveries } from "./notifications/resume";
import { lapseRequests } from "./requests/lapse";
import { remindOfReviews } from "./requests/remind-reviews";

const grant = z.object({ grantId: z.uuid() });
const part = z.object({ syncId: z.uuid(), accountId: z.string(), region: z.string() });
const tries = z.number().int().optional();
const read = z.object({ functionId: z.uuid(), tries });
const found = z.object({
  ...{ accountId: z.string(), region: z.string(), name: z.string(), tries },
  told: z.object({
    ...{ id: z.string(), eventName: z.string(), at: z.coerce.date() },
    ...{ sid: z.string().nullable(), qualifier: z.string().nullable(), actorArn: z.string().nullable() },
  }),
});

async function endWhatIsOver(): Promise<void> {
  await expireDueGrants();
  await lapseRequests();
}

/** What the queue's tasks do: each name of lib/jobs/enqueue.ts, composed here, above the verbs. */
export const tasks: TaskList = {
  apply_grant: (payload) => applyGrant(grant.parse(payload).grantId),
  revoke_grant: (payload) => performRevoke(grant.parse(payload).grantId),
  sync_part: (payload, { abortSignal }) => syncPart(part.parse(payload), abortSignal),
  expire_grants: endWhatIsOver,
  read_function: (payload) => {
    const told = read.parse(payload);
    const { functionId } = told;
    return readOrTryAgain("read_function", told, `read ${functionId}`, async () => {
      await rereadFunction(functionId);
      await reconcileGrants();
      await explainDrifts(functionId); // the event may have come after what it tells of was noticed
    });
  },
  find_function: (payload) => {
    const { told, tries, ...place } = found.parse(payload);
    const job = { ...place, told: { ...told, at: told.at.toISOString() }, tries };
    return readOrTryAgain("find_function", job, `find ${told.id}`, () => findTold(place, told));
  },
  reconcile: async () => {
    await reconcileGrants();
  },
  sync_all: () => syncAll(),
  resume: async () => {
    await endWhatIsOver();
    await resumeGrants();
    await resumeSyncs();
    await resumeDeliveries();
    await freeReadings();
  },
  deliver_notification: (payload) => deliverNotification(z.object({ key: z.string() }).parse(payload).key),
  remind: async () => {
    await remindOfRemovals();
    await remindOfReviews();
    await remindOfEnds();
  },
  forget: async (_payload, { abortSignal }) => {
    await forgetNotices(abortSignal);
    await forgetNotifications(abortSignal);
    await forgetSyncs(abortSignal);
  },
};

const times: { at: string; task: Task; priority: number; fill?: string }[] = [
  ...(["expire_grants", "resume"] as const).map((task) => ({
    at: "* * * * *",
    task,
    priority: firstPriority,
  })),
  { at: "* * * * *", task: "reconcile", priority: 0 },
  { at: "*/10 * * * *", task: "remind", priority: 0 },
  { at: "7 * * * *", task: "sync_all", priority: 0 },
  { at: "23 3 * * *", task: "forget", priority: lastPriority, fill: "&fill=1d" },
];

/**
 * Each minute, reminders every ten, and AWS read each hour; once after an outage, however long that took. What ends
 * access, or goes on with what died, waits for nothing. The past is forgotten at night, or when a process that was down
 * then is up again.
 */
export const crontab = times
  .map(
    ({ at, task, priority, fill = "" }) =>
      `${at} ${task} ?jobKey=${task}&jobKeyMode=replace&priority=${priority}${fill}`,
  )
  .join("\n");

import { connect } from "./db/client";
import { startDatabase } from "./db/start";
import { env } from "./env";
import { rules } from "./identity/rules";
import { authSecret } from "./identity/secret";
import { startWorker } from "./jobs/worker";
import { stopInOrder } from "./stop";
import { crontab, tasks } from "./tasks";

/**
 * Starts this process: environment and rules checked, database started and migrated, worker running. What a stop
 * interrupted is in the queue, and goes on by itself.
 * @throws Error when the environment, the rules or the database are not as they must be
 */
export async function boot(): Promise<void> {
  const { WORKER } = env();
  rules();
  authSecret();
  const { url } = await startDatabase();
  await connect(url);
  const worker = WORKER === "off" ? null : await startWorker(url, tasks, crontab);
  stopInOrder(worker);
}

import { logError } from "@/lib/log";
import { canConnect, startEmbedded } from "./embedded";

/** How often the server is looked after, in milliseconds. */
const every = 1000;

/**
 * Starts the embedded server and looks after it for as long as this process lives: one that was killed is started again,
 * on the port it had.
 */
export async function keepEmbedded(folder: string): ReturnType<typeof startEmbedded> {
  const server = await startEmbedded(folder);
  let stopped = false;
  const look = async () => {
    if (!stopped && !(await canConnect(server.url)) && !stopped) {
      logError("The embedded database did not answer, and is started again", null);
      const again = await startEmbedded(folder);
      if (again.url !== server.url)
        logError("The embedded database has another port now: this process must be started again", null);
    }
    setTimeout(() => void look().catch(failed), every).unref();
  };
  const failed = (error: unknown) => {
    logError("The embedded database could not be started again", error);
    setTimeout(() => void look().catch(failed), every).unref();
  };
  setTimeout(() => void look().catch(failed), every).unref();
  return {
    url: server.url,
    stop: () => {
      stopped = true;
      server.stop();
    },
  };
}

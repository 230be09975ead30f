import { setTimeout as pause } from "node:timers/promises";
import { findSync, pictureOf, type SyncPicture } from "../sync-progress";

const everyMilliseconds = 1000;

/**
 * A sync as it goes on, each second in which something changed, until it is over: from the database, so that it does
 * not matter which process reads AWS.
 * @param signal ends it: nobody watches any more, or this process stops
 */
export async function* watchSync(id: string, signal: AbortSignal): AsyncGenerator<SyncPicture> {
  let last = "";
  while (!signal.aborted) {
    const sync = await findSync(id);
    if (!sync) return;
    const picture = pictureOf(sync, new Date());
    const text = JSON.stringify(picture);
    if (text !== last) yield picture;
    last = text;
    if (sync.finishedAt) return;
    await pause(everyMilliseconds, undefined, { signal }).catch(() => undefined); // it ends by the loop's condition
  }
}

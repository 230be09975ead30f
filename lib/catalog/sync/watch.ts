import { setTimeout as pause } from "node:timers/promises";
import { findSync, pictureOf, type SyncPicture } from "../sync-progress";
import { isOpen } from "./part";

const everyMilliseconds = 1000;
/** What stands between may end a connection on which nothing comes: load balancers and nginx after a minute. */
const mostQuietMilliseconds = 15_000;

/**
 * A sync as it goes on, with what earlier ones are still at, each second in which something changed, until all of it is
 * over or a newer sync was started, which is what is to be watched then: from the database, so that it does
 * not matter which process reads AWS.
 * @param signal ends it: nobody watches any more, or this process stops
 * @returns pictures; null when nothing changed for long
 */
export async function* watchSync(
  id: string,
  signal: AbortSignal,
  mostQuiet = mostQuietMilliseconds,
): AsyncGenerator<SyncPicture | null> {
  let last = "";
  let toldAt = performance.now();
  while (!signal.aborted) {
    const sync = await findSync(id);
    if (!sync) return;
    const picture = await pictureOf(sync);
    const text = JSON.stringify(picture);
    const isChanged = text !== last;
    if (isChanged || performance.now() - toldAt >= mostQuiet) {
      yield isChanged ? picture : null;
      toldAt = performance.now();
    }
    last = text;
    if (!isOpen(picture) || !picture.isLatest) return;
    await pause(everyMilliseconds, undefined, { signal }).catch(() => undefined); // it ends by the loop's condition
  }
}

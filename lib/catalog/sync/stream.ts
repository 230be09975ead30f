import { logError } from "@/lib/log";
import type { SyncPicture } from "../sync-progress";

/**
 * A sync's pictures as server-sent events. https://html.spec.whatwg.org/multipage/server-sent-events.html
 * @param pictures as `watchSync` gives them
 * @param leave called when whoever reads has gone away: it ends the pictures
 * @returns ends when the pictures do, also when they can't be had any more
 */
export function streamPictures(
  pictures: AsyncGenerator<SyncPicture | null>,
  leave: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isLeft = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await pictures.next().catch((error: unknown) => {
        logError("A sync's progress could not be told any more", error);
        return null;
      });
      if (isLeft) return; // closed already
      // The browser asks again, unless it was told that the sync is over.
      if (!next || next.done) return controller.close();
      const line = next.value ? `data: ${JSON.stringify(next.value)}` : ": still here";
      controller.enqueue(encoder.encode(`${line}\n\n`));
    },
    async cancel() {
      isLeft = true;
      leave();
      await pictures.return(undefined); // no picture is asked for any more that would end it
    },
  });
}

import { findSync } from "@/lib/catalog/sync-progress";
import { streamPictures } from "@/lib/catalog/sync/stream";
import { watchSync } from "@/lib/catalog/sync/watch";
import { currentActor } from "@/lib/identity/session";
import { stopping } from "@/lib/stop";

export const dynamic = "force-dynamic";

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  // Not to be transformed: who compresses holds back what should be seen now.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/** A sync's progress as server-sent events, for whoever may see the accounts page; ends when the sync does,
 * when they go away, and when this process stops: the browser then asks another one. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  if (!(await currentActor())) return Response.json({ error: "Sign in first." }, { status: 401 });
  const { id } = await params;
  if (!(await findSync(id))) return Response.json({ error: "There is no such sync." }, { status: 404 });
  const left = new AbortController();
  const pictures = watchSync(id, AbortSignal.any([request.signal, stopping(), left.signal]));
  return new Response(
    streamPictures(pictures, () => left.abort()),
    { headers },
  );
}

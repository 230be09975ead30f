import { csvLines, ndjsonLines } from "@/lib/audit/export";
import { allEvents } from "@/lib/audit/list";
import { currentActor } from "@/lib/identity/session";
import { may } from "@/lib/identity/may";
import { eventQuery } from "@/app/(portal)/audit/query";

const types: Record<string, string> = { "export.csv": "text/csv", "export.ndjson": "application/x-ndjson" };

/** The trail as a file, streamed: /audit/export.csv and /audit/export.ndjson. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ export: string }> },
): Promise<Response> {
  const { export: name } = await params;
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (!type) return new Response("There is no such export.", { status: 404 });
  const actor = await currentActor();
  if (!actor) return new Response("Sign in first.", { status: 401 });
  const answer = may(actor, "viewAudit", { type: "System" });
  if (!answer.ok) return new Response(answer.reason, { status: 403 });
  const filters = eventQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const events = allEvents({ action: filters.action, requestId: filters.request });
  const lines = name.endsWith(".csv") ? csvLines(events) : ndjsonLines(events);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": `${type}; charset=utf-8`,
      "content-disposition": `attachment; filename="audit${name.slice("export".length)}"`,
    },
  });
}

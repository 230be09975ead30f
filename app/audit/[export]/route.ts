import { auditColumns } from "@/lib/audit/export";
import { allEvents } from "@/lib/audit/list";
import { currentActor } from "@/lib/identity/session";
import { may } from "@/lib/identity/may";
import { eventQuery } from "@/app/(portal)/audit/query";
import { download, isExport } from "@/app/download";

/** The trail as a file: /audit/export.csv and /audit/export.ndjson. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ export: string }> },
): Promise<Response> {
  const { export: name } = await params;
  if (!isExport(name)) return new Response("There is no such export.", { status: 404 });
  const actor = await currentActor();
  if (!actor) return new Response("Sign in first.", { status: 401 });
  const answer = may(actor, "viewAudit", { type: "System" });
  if (!answer.ok) return new Response(answer.reason, { status: 403 });
  const filters = eventQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const events = allEvents({ action: filters.action, requestId: filters.request });
  return download(name, "audit", events, auditColumns);
}

import { exportChanges, exportColumns, exportRows } from "@/lib/access/export";
import { accessQuery } from "@/lib/access/query";
import { currentActor } from "@/lib/identity/session";
import { parsePrincipal } from "@/lib/lambda/principal";
import { download } from "../download";

/**
 * Who can invoke what, as a file of exactly what the list shows; `of` is the principal of a reverse look-up.
 * @param name `export.csv` or `export.ndjson`
 */
export async function exportAccess(request: Request, name: string): Promise<Response> {
  if (!(await currentActor())) return new Response("Sign in first.", { status: 401 });
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const principal = search.of === undefined ? null : parsePrincipal(search.of);
  if (principal && !principal.ok) return new Response(principal.sentence, { status: 400 });
  const query = accessQuery.parse(search);
  if (search.view === "changes" && query.from) {
    const changes = exportChanges(query, query.from, query.to ?? new Date());
    return download(name, "access-changes", changes, ["change", "before", ...exportColumns]);
  }
  const rows = exportRows(query, principal?.value ?? null);
  return download(name, "access", rows, exportColumns);
}

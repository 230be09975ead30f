import { toFailure } from "@/lib/failure";
import { currentActor } from "@/lib/identity/session";
import { findAnything } from "@/lib/requests/find";
import { foundGroups } from "./found-groups";

export const dynamic = "force-dynamic";

const headers = { "cache-control": "no-store" };

/** What the palette finds by `q`, in groups, for whoever is signed in. */
export async function GET(request: Request): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return Response.json({ error: "Sign in first." }, { status: 401, headers });
  try {
    const found = await findAnything(actor, new URL(request.url).searchParams.get("q") ?? "");
    return Response.json(foundGroups(found), { headers });
  } catch (error) {
    return Response.json({ error: toFailure(error).sentence }, { status: 500, headers });
  }
}

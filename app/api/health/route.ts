import { isAlive } from "@/lib/health";
import { logError } from "@/lib/log";

export const dynamic = "force-dynamic";

/** For machines: 200 while the process can serve, 503 while it can't reach its database. */
export async function GET(): Promise<Response> {
  try {
    return Response.json({ ok: await isAlive() });
  } catch (error) {
    return Response.json({ ok: false, logId: logError("Health", error) }, { status: 503 });
  }
}

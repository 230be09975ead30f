import { findDegraded, isAlive } from "@/lib/health";
import { logError } from "@/lib/log";

export const dynamic = "force-dynamic";

/**
 * For machines: 200 while the process can serve, 503 while it can't reach its database. What is not well beside that is
 * named in `degraded`: for whoever watches, not for whoever would restart the process.
 */
export async function GET(): Promise<Response> {
  try {
    return Response.json({ ok: await isAlive(), degraded: await findDegraded() });
  } catch (error) {
    return Response.json({ ok: false, logId: logError("Health", error) }, { status: 503 });
  }
}

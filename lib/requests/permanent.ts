import { whoCan } from "@/lib/identity/may";
import type { Resource } from "@/lib/identity/types";

/** Why access without an end can't be asked for; null where some rule lets somebody approve it. */
export function cannotBePermanent(request: Resource): string | null {
  if (whoCan("approvePermanent", request).length > 0) return null;
  return "No rule lets anybody approve access without an end. Ask for days; it can be renewed before they are over.";
}

import type { Call } from "../types";

/**
 * One page of a list, as Lambda pages: never more than 50, going on after a marker.
 * @param items in their order
 */
export function pageOf<T>(call: Call, items: T[]): { page: T[]; next: { NextMarker?: string } } {
  const wanted = Number(call.query.get("MaxItems") ?? 50);
  const size = Math.min(50, Math.max(1, Number.isInteger(wanted) ? wanted : 50));
  const marker = call.query.get("Marker");
  const start = marker ? Number(Buffer.from(marker, "base64url").toString("utf8")) || 0 : 0;
  const end = start + size;
  const next = end < items.length ? { NextMarker: Buffer.from(String(end)).toString("base64url") } : {};
  return { page: items.slice(start, end), next };
}

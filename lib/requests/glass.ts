import { env } from "@/lib/env";
import { endOf } from "@/lib/lambda/duration";

const hour = 3_600_000;

/**
 * When access that is applied by break-glass ends: soon, whatever was asked for.
 * @param durationDays what was asked for; null: without an end
 */
export function glassEnd(now: Date, durationDays: number | null): Date {
  const soon = new Date(now.getTime() + env().XACCOUNT_BREAK_GLASS_HOURS * hour);
  const asked = endOf(now, durationDays);
  return asked && asked < soon ? asked : soon;
}

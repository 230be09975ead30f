/** For how long access is asked, in words. @param days null: without an end */
export function durationText(days: number | null): string {
  if (days === null) return "without an end";
  return days === 1 ? "1 day" : `${days} days`;
}

/** When access that begins now ends. @param days null: never */
export function endOf(now: Date, days: number | null): Date | null {
  return days === null ? null : new Date(now.getTime() + days * 86_400_000);
}

/** A day as one says it: 21 Feb 2027 (UTC). */
export function dayText(date: Date): string {
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

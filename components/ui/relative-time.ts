const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const format = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/**
 * @param at ISO time told about
 * @param now ISO time told at
 * @returns "2 minutes ago", "in 90 days", "just now"
 */
export function relativeTime(at: string, now: string): string {
  const seconds = (Date.parse(at) - Date.parse(now)) / 1000;
  // Days are what durations are asked in: 90 days stay 90 days, not 3 months.
  for (const [unit, size] of units) {
    if (unit === "month" && Math.abs(seconds) < 100 * 86_400) continue;
    if (Math.abs(seconds) >= size * 0.995) return format.format(Math.round(seconds / size), unit);
  }
  return "just now";
}

/** A date as words without a zone's surprise: 21 Feb 2027 (UTC). */
export function dateText(at: string | Date): string {
  return new Date(at).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

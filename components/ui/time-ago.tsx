"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { relativeTime } from "./relative-time";

/** What never changes needs no subscription. */
const never = () => () => undefined;

/**
 * A moment, relative, with the exact time on hover in the viewer's zone. `now` is the server's clock when it
 * rendered, so that both sides first say the same.
 */
export function TimeAgo({ at, now }: { at: string; now: string }) {
  const [ticked, setTicked] = useState(now);
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  useEffect(() => {
    const timer = setInterval(() => setTicked(new Date().toISOString()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const clock = ticked > now ? ticked : now;
  const exact = inBrowser
    ? new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" })
    : `${at.slice(0, 19).replace("T", " ")} UTC`;
  return (
    <time dateTime={at} title={exact} className="whitespace-nowrap">
      {relativeTime(at, clock)}
    </time>
  );
}

"use client";
import { useEffect, useState } from "react";
import { relativeTime } from "./relative-time";

/**
 * A moment, relative, with the exact time on hover in the viewer's zone. `now` is the server's clock when it
 * rendered, so that both sides first say the same.
 */
export function TimeAgo({ at, now }: { at: string; now: string }) {
  const [clock, setClock] = useState(now);
  const [exact, setExact] = useState(`${at.slice(0, 19).replace("T", " ")} UTC`);
  useEffect(() => {
    setExact(new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" }));
    const timer = setInterval(() => setClock(new Date().toISOString()), 30_000);
    return () => clearInterval(timer);
  }, [at]);
  return (
    <time dateTime={at} title={exact} className="whitespace-nowrap">
      {relativeTime(at, clock)}
    </time>
  );
}

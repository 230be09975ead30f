"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page anew every `everyMilliseconds` while something on it is under way; nothing when hidden. */
export function AutoRefresh({ everyMilliseconds = 700 }: { everyMilliseconds?: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everyMilliseconds);
    return () => clearInterval(timer);
  }, [router, everyMilliseconds]);
  return null;
}

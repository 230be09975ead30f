"use client";
import { useEffect, useState } from "react";
import { paths } from "../../lib/paths";
import type { FoundGroup } from "./found-group";

const pauseMilliseconds = 150;

/** What came of asking, and about what: `q`. */
interface Answer {
  q: string;
  groups: FoundGroup[];
  /** Why nothing could be found out; null when it could. */
  problem: string | null;
}

async function ask(q: string, signal: AbortSignal): Promise<Answer> {
  const answer = await fetch(paths.apiFind({ q }), { signal });
  if (answer.ok) return { q, groups: (await answer.json()) as FoundGroup[], problem: null }; // as the route writes it
  const problem =
    answer.status === 401
      ? "Your session has ended. Read the page anew to sign in."
      : "It can't be looked up now. Try again in a minute.";
  return { q, groups: [], problem };
}

/** What the server finds by a text, once nothing more was typed for a moment. `asking`: the answer is not there yet. */
export function useFound(text: string): Answer & { asking: boolean } {
  const q = text.trim();
  const [last, setLast] = useState<Answer>({ q: "", groups: [], problem: null });
  useEffect(() => {
    if (q === "") return;
    const left = new AbortController();
    const timer = setTimeout(() => {
      ask(q, left.signal).then(setLast, () => {
        if (!left.signal.aborted)
          setLast({ q, groups: [], problem: "Xaccount can't be reached now. Try again in a minute." });
      });
    }, pauseMilliseconds);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [q]);
  if (q === "") return { q, groups: [], problem: null, asking: false };
  // What was found before stays until there is more: nothing flickers.
  return { ...last, asking: last.q !== q };
}

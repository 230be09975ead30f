"use client";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import type { FoundGroup, FoundItem } from "./found-group";
import { PaletteList } from "./palette-list";
import { useFound } from "./use-found";

/** Not a page: the list of shortcuts. */
const helpItem: FoundItem = { href: "#shortcuts", text: "Keyboard shortcuts", note: "?" };

function matching(pages: FoundItem[], text: string): FoundGroup[] {
  const q = text.trim().toLowerCase();
  const items = [...pages, helpItem].filter((page) => page.text.toLowerCase().includes(q));
  return items.length > 0 ? [{ title: "Pages", items }] : [];
}

/** What to say of the state of the search; announced. */
function statusOf(count: number, { asking, problem }: { asking: boolean; problem: string | null }): string {
  if (asking) return "Looking…";
  if (problem) return problem;
  if (count === 0)
    return "Nothing is called so. Part of a name, an ARN, an account ID or a request's number finds it.";
  return count === 1 ? "1 found" : `${count} found`;
}

/**
 * A dialog in which one types and goes: a combobox over the list of what was found.
 * https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 * @param close is called when it was closed
 * @param help opens the list of shortcuts in its place
 */
export function Palette({ pages, close, help }: { pages: FoundItem[]; close: () => void; help: () => void }) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useFound(text);
  useEffect(() => dialog.current?.showModal(), []);

  // Pages first: what the server finds comes below them, and moves nothing.
  const own = matching(pages, text);
  const groups = [...own, ...found.groups];
  const items = groups.flatMap((group) => group.items);
  const current = Math.min(at, items.length - 1);
  const open = (item: FoundItem | undefined) => {
    if (!item) return;
    dialog.current?.close();
    if (item === helpItem) help();
    else router.push(item.href);
  };
  /** What was typed when Enter came before the server's answer. */
  const wanted = useRef<string | null>(null);
  const isOld = found.asking && (current < 0 || current >= (own[0]?.items.length ?? 0));
  useEffect(() => {
    if (wanted.current === null || found.asking) return;
    const still = wanted.current === text;
    wanted.current = null;
    if (still) open(items[current]);
  });
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    // Enter of an input method confirms a word.
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      if (isOld) wanted.current = text;
      else open(items[current]);
    } else if (step && items.length > 0) setAt((current + step + items.length) % items.length);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      onClose={close}
      aria-label="Find anything"
      className="backdrop:bg-black/40 mx-auto mt-[10vh] mb-auto w-[min(600px,calc(100vw-24px))] rounded-lg border bg-raised p-0 text-text"
    >
      <div className="flex items-center gap-2 border-b p-2">
        <input
          type="text"
          role="combobox"
          aria-label="Find functions, principals, requests and pages"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={items.length > 0 ? `${id}${current}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder="Name, ARN, account ID, request number"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
          className="h-9 min-w-0 flex-1 rounded-md border border-border-strong bg-raised px-2.5 placeholder:text-faint"
        />
        <button
          type="button"
          onClick={() => dialog.current?.close()}
          className="h-9 cursor-pointer rounded-md px-2.5 text-sm font-medium text-muted hover:bg-sunken hover:text-text"
        >
          Close
        </button>
      </div>
      <PaletteList id={id} groups={groups} current={current} open={open} point={setAt} />
      <p role="status" className="min-h-9 border-t px-3.5 py-2 text-xs text-muted">
        {statusOf(items.length, found)}
      </p>
    </dialog>
  );
}

"use client";
import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { paths } from "../../lib/paths";
import type { FoundItem } from "./found-group";
import { isHelpKeyOn } from "./help-key";
import { shortcutOf, type Shortcut } from "./shortcut";

// Fetched when it is first opened: a page that is only read does not pay for it.
const Palette = lazy(() => import("./palette").then(({ Palette: component }) => ({ default: component })));
const ShortcutList = lazy(() =>
  import("./shortcut-list").then(({ ShortcutList: component }) => ({ default: component })),
);

/**
 * Opens the palette, which finds functions, principals, requests and pages, and the list of shortcuts. Before a script
 * runs the button leads to all functions.
 * @param pages where one can go from anywhere
 */
export function Finder({ pages }: { pages: FoundItem[] }) {
  const [open, setOpen] = useState<Shortcut | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (!shortcut || (shortcut === "help" && !isHelpKeyOn())) return;
      event.preventDefault();
      setOpen(shortcut);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  // One may have been opened in the other's place before the other is told that it was closed.
  const closed = (which: Shortcut) => setOpen((now) => (now === which ? null : now));
  return (
    <>
      <form
        action={paths.functions()}
        className="min-w-0 flex-1 md:max-w-80 noscript:hidden"
        onSubmit={(event) => {
          event.preventDefault();
          setOpen("find");
        }}
      >
        <button
          aria-haspopup="dialog"
          aria-keyshortcuts="Control+K Meta+K"
          className="flex h-8 w-full cursor-pointer items-center gap-2 rounded-md border border-border-strong bg-raised px-2.5 text-sm text-muted hover:text-text"
        >
          <Search size={14} aria-hidden className="shrink-0" />
          <span className="truncate">Find anything</span>
          <kbd aria-hidden className="ml-auto hidden rounded border px-1 text-xs text-faint md:inline">
            Ctrl K
          </kbd>
        </button>
      </form>
      <Suspense>
        {open === "find" ? (
          <Palette pages={pages} close={() => closed("find")} help={() => setOpen("help")} />
        ) : null}
        {open === "help" ? <ShortcutList close={() => closed("help")} /> : null}
      </Suspense>
    </>
  );
}

"use client";
import { useCallback, useSyncExternalStore } from "react";
import { Button } from "./button";

/** The boxes (select-box.tsx) that belong to the form of that ID and can be ticked. */
function boxesOf(form: string): HTMLInputElement[] {
  const found = document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][form="${form}"]`);
  return [...found].filter((box) => !box.disabled);
}

function subscribe(changed: () => void): () => void {
  // Going back to a page brings its ticks back without a change.
  document.addEventListener("change", changed);
  window.addEventListener("pageshow", changed);
  return () => {
    document.removeEventListener("change", changed);
    window.removeEventListener("pageshow", changed);
  };
}

/**
 * A form that takes the rows selected below it to a page, which says what will be done and asks. Without JavaScript one
 * ticks and goes; with it, it counts, and ticks all at once.
 * @param form its ID, which the boxes name
 * @param path where it goes
 * @param none why nothing can be selected
 */
export function SelectionBar({
  form,
  path,
  children,
  none,
}: {
  form: string;
  path: string;
  children: string;
  none: string;
}) {
  const read = useCallback(() => {
    const boxes = boxesOf(form);
    return `${boxes.filter(({ checked }) => checked).length} ${boxes.length}`;
  }, [form]);
  // Null: no script runs yet, and what is ticked is not known.
  const counts = useSyncExternalStore<string | null>(subscribe, read, () => null);
  const [ticked, all] = (counts ?? "1 1").split(" ").map(Number) as [number, number]; // as `read` writes it
  const tickAll = (checked: boolean) => {
    for (const box of boxesOf(form)) box.checked = checked;
  };
  const first = ticked === 0 ? "Tick at least one row first." : null;
  return (
    <form
      id={form}
      action={path}
      method="get"
      data-selection
      className="sticky top-0 z-10 mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 bg-surface py-2"
    >
      <label
        className="flex min-h-8 items-center gap-2 text-sm noscript:hidden"
        title={all ? undefined : none}
      >
        <input
          type="checkbox"
          checked={counts !== null && all > 0 && ticked === all}
          disabled={all === 0}
          ref={(box) => {
            if (box) box.indeterminate = counts !== null && ticked > 0 && ticked < all;
          }}
          onChange={(event) => tickAll(event.target.checked)}
          className="size-4 accent-accent"
        />
        Select all on this page
      </label>
      <span role="status" className="text-sm text-muted noscript:hidden">
        {counts === null ? "" : `${ticked} selected`}
      </span>
      <Button type="submit" variant="danger" className="ml-auto" reason={all === 0 ? none : first}>
        {children}
      </Button>
    </form>
  );
}

"use client";
import clsx from "clsx";
import { useEffect } from "react";
import type { FoundGroup, FoundItem } from "./found-group";

/** What was found, by kind. Its height is always the same, so that nothing moves while one types. @param id of the palette */
export function PaletteList({
  id,
  groups,
  current,
  open,
  point,
}: {
  id: string;
  groups: FoundGroup[];
  /** The place of the one that Enter opens, over all groups. */
  current: number;
  open: (item: FoundItem) => void;
  /** What the pointer is over. */
  point: (place: number) => void;
}) {
  useEffect(() => {
    document.getElementById(`${id}${current}`)?.scrollIntoView({ block: "nearest" });
  }, [id, current, groups]);
  const starts = groups.map((_, index) =>
    groups.slice(0, index).reduce((sum, { items }) => sum + items.length, 0),
  );
  return (
    <div
      id={`${id}list`}
      role="listbox"
      aria-label="Found"
      // Scrolled by the arrow keys in the field above.
      tabIndex={-1}
      className="h-[min(420px,55vh)] overflow-y-auto p-1.5 text-sm"
    >
      {groups.map((group, index) => (
        <div key={group.title} role="group" aria-labelledby={`${id}${group.title}`} className="mb-1">
          <div id={`${id}${group.title}`} role="presentation" className="px-2 py-1 text-xs text-muted">
            {group.title}
          </div>
          {group.items.map((item, inGroup) => {
            const place = (starts[index] ?? 0) + inGroup;
            return (
              <div
                key={item.href}
                id={`${id}${place}`}
                role="option"
                aria-selected={place === current}
                onPointerMove={() => place !== current && point(place)}
                onClick={() => open(item)}
                className={clsx(
                  "flex min-h-8 cursor-pointer flex-wrap items-baseline gap-x-3 rounded-md px-2 py-1.5",
                  place === current && "bg-accent-soft outline-2 -outline-offset-2 outline-focus",
                )}
              >
                <span className="min-w-0 break-all">{item.text}</span>
                <span className="ml-auto text-xs text-muted">{item.note}</span>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

"use client";
import { useEffect, useId, useRef } from "react";
import { Button } from "../ui/button";
import { isHelpKeyOn, setHelpKey } from "./help-key";

const shortcuts: [keys: string[], what: string][] = [
  [["Ctrl K", "⌘ K"], "Find functions, principals, requests and pages"],
  [["?"], "List these shortcuts"],
  [["↓", "↑"], "Go through what was found"],
  [["Enter"], "Open it"],
  [["Esc"], "Close what is open"],
];

/** The shortcuts, in a dialog. @param close is called when it was closed */
export function ShortcutList({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      onClose={close}
      aria-labelledby={heading}
      className="backdrop:bg-black/40 m-auto w-[min(440px,calc(100vw-32px))] rounded-lg border bg-raised p-0 text-text"
    >
      <div className="flex items-center border-b px-4 py-2.5">
        <h2 id={heading} className="font-semibold">
          Keyboard shortcuts
        </h2>
        <Button variant="quiet" className="ml-auto" onClick={() => dialog.current?.close()}>
          Close
        </Button>
      </div>
      <div className="px-4 py-3.5 text-sm">
        <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 gap-y-2">
          {shortcuts.map(([keys, what]) => (
            <div key={what} className="contents">
              <dt className="flex flex-wrap gap-1">
                {keys.map((key) => (
                  <kbd key={key} className="rounded border bg-sunken px-1.5 font-mono">
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <label className="mt-4 flex min-h-6 w-fit items-center gap-2">
          <input
            type="checkbox"
            defaultChecked={isHelpKeyOn()}
            onChange={(event) => setHelpKey(event.target.checked)}
            className="size-4 accent-accent"
          />
          Let <kbd className="rounded border bg-sunken px-1.5 font-mono">?</kbd> open this list
        </label>
        <p className="mt-1 text-xs text-muted">
          None of them does anything while you write in a field. The palette leads here, too.
        </p>
      </div>
    </dialog>
  );
}

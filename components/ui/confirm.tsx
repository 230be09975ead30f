"use client";
import { useId, useRef, type ReactNode } from "react";
import { Button } from "./button";

/** A button that opens a dialog holding a form: for what can't be taken back, asked once, naming the thing. */
export function Confirm({
  trigger,
  title,
  children,
  variant = "default",
  reason,
}: {
  trigger: string;
  title: string;
  children: ReactNode;
  variant?: "default" | "danger" | "primary";
  /** Why it can't be used now. */
  reason?: string | null;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const id = useId();
  // What opens it where no script runs (yet). https://developer.mozilla.org/docs/Web/API/Invoker_Commands_API
  const command = reason ? {} : { command: "show-modal", commandfor: id };
  return (
    <>
      <Button variant={variant} reason={reason} {...command} onClick={() => dialog.current?.showModal()}>
        {trigger}
      </Button>
      <dialog
        id={id}
        ref={dialog}
        aria-labelledby={heading}
        className="backdrop:bg-black/40 m-auto w-[min(480px,calc(100vw-32px))] rounded-lg border bg-raised p-0 text-text"
      >
        <div className="flex items-center border-b px-4 py-2.5">
          <h2 id={heading} className="font-semibold">
            {title}
          </h2>
          <Button
            variant="quiet"
            className="ml-auto"
            {...{ command: "close", commandfor: id }}
            onClick={() => dialog.current?.close()}
          >
            Close
          </Button>
        </div>
        <div className="px-4 py-3.5 text-sm">{children}</div>
      </dialog>
    </>
  );
}

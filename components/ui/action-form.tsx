"use client";
import { createContext, useActionState, useContext, useEffect, useRef, type ReactNode } from "react";
import { Flash } from "./flash";

/** What a form's action answers; `values` is what was typed, so that it stays when the action fails. */
export interface FormState {
  failure?: { code: string; sentence: string; fields?: Record<string, string>; logId?: string };
  values?: Record<string, string>;
  /** What was done, to be said. */
  done?: string;
  /** Of several things each that was not done, by its ID, with why. */
  refused?: Record<string, string>;
  /** Counts answers, so that the same answer twice is still news. */
  turn: number;
}

export type FormAction = (previous: FormState, data: FormData) => Promise<FormState>;

const initial: FormState = { turn: 0 };
const Context = createContext<{ state: FormState; pending: boolean }>({ state: initial, pending: false });

/** The state of the form around: errors and kept values by field, and whether it is being sent. */
export const useFormState = () => useContext(Context);

/**
 * A form over a server action. It works without JavaScript, keeps what was typed when the action fails, says the
 * failure at its top and each field's error beside the field, and moves the focus to what is wrong.
 */
export function ActionForm({
  action,
  children,
  className,
  signInHref,
  label,
}: {
  action: FormAction;
  children: ReactNode;
  className?: string;
  /** Where to sign in again when the session has ended. */
  signInHref?: string;
  label?: string;
}) {
  const [state, dispatch, pending] = useActionState(action, initial);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Done: the page now shows it, and a dialog would only stand before it.
    if (state.done) form.current?.closest("dialog")?.close();
    // What was pressed may be gone with it; whoever uses a keyboard goes on from what was done.
    if (state.done && document.activeElement === document.body)
      form.current?.querySelector<HTMLElement>("[data-done]")?.focus();
    if (!state.failure) return;
    const invalid = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    (invalid ?? form.current?.querySelector<HTMLElement>("[role=alert]"))?.focus();
  }, [state]);
  return (
    <Context value={{ state, pending }}>
      <form ref={form} action={dispatch} className={className} aria-label={label} noValidate>
        {state.failure ? (
          <div role="alert" tabIndex={-1} className="outline-none">
            <Flash tone="warning">
              {state.failure.sentence}
              {state.failure.logId ? (
                <span className="text-muted"> (Log entry {state.failure.logId}.)</span>
              ) : null}
              {state.failure.code === "Unauthenticated" && signInHref ? (
                <>
                  {" "}
                  <a href={signInHref} target="_blank" rel="noreferrer" className="text-accent underline">
                    Sign in in a new tab
                  </a>
                  , then send this again.
                </>
              ) : null}
            </Flash>
          </div>
        ) : null}
        {state.done ? (
          <div data-done tabIndex={-1} className="outline-none">
            <Flash tone={state.refused ? "warning" : "positive"}>{state.done}</Flash>
          </div>
        ) : null}
        {children}
      </form>
    </Context>
  );
}

"use client";
import { useId, type ReactNode } from "react";
import { useFormState } from "./action-form";

export const controlLook =
  "bg-raised text-text w-full rounded-md border border-border-strong px-2.5 aria-invalid:border-danger placeholder:text-faint";

/** What a control needs to belong to its field. */
export interface ControlProps {
  id: string;
  name: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  /** What was typed before the action failed, else undefined. */
  kept: string | undefined;
}

/** What is said below a control: its hint, and what is wrong with it. @param id the control's */
export function FieldNotes({ id, hint, wrong }: { id: string; hint: ReactNode; wrong: string | undefined }) {
  return (
    <>
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      ) : null}
      {wrong ? (
        <p id={`${id}-error`} className="mt-1 text-xs text-danger">
          {wrong}
        </p>
      ) : null}
    </>
  );
}

/** A label, its control, a hint, and the error the server gave for it. */
export function Field({
  name,
  label,
  hint,
  error,
  optional = false,
  children,
}: {
  name: string;
  label: string;
  hint?: ReactNode;
  /** An error found while typing; the server's wins. */
  error?: string | null;
  optional?: boolean;
  children: (control: ControlProps) => ReactNode;
}) {
  const id = useId();
  const { state } = useFormState();
  const wrong = state.failure?.fields?.[name] ?? error ?? undefined;
  const described = [hint ? `${id}-hint` : null, wrong ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className="mb-3.5">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
        {optional ? <span className="font-normal text-faint"> (optional)</span> : null}
      </label>
      {children({
        id,
        name,
        "aria-describedby": described || undefined,
        "aria-invalid": wrong ? true : undefined,
        kept: state.values?.[name],
      })}
      <FieldNotes id={id} hint={hint} wrong={wrong} />
    </div>
  );
}

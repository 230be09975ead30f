"use client";
import { useId, type ReactNode } from "react";
import { useFormState } from "./action-form";
import { FieldNotes } from "./field";

/** A box to tick, sent as "yes". One that can't be ticked says why, instead of the hint. */
export function CheckField({
  name,
  label,
  hint,
  checked = false,
  reason,
}: {
  name: string;
  label: string;
  hint?: ReactNode;
  /** Whether it is ticked at first. */
  checked?: boolean;
  reason?: string | null;
}) {
  const id = useId();
  const { state } = useFormState();
  const kept = state.values ? name in state.values : checked;
  const wrong = state.failure?.fields?.[name];
  const below = reason ?? hint;
  const described = [below ? `${id}-hint` : null, wrong ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className="mb-3.5">
      <label htmlFor={id} className="flex min-h-6 w-fit items-center gap-2 text-sm font-medium">
        <input
          key={String(kept)}
          id={id}
          type="checkbox"
          name={name}
          value="yes"
          defaultChecked={kept && !reason}
          disabled={Boolean(reason)}
          aria-describedby={described || undefined}
          aria-invalid={wrong ? true : undefined}
          className="size-4 accent-accent"
        />
        <span className={reason ? "text-muted" : undefined}>{label}</span>
      </label>
      <FieldNotes id={id} hint={below} wrong={wrong} />
    </div>
  );
}

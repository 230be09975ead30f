"use client";
import type { ReactNode } from "react";
import { useFormState } from "./action-form";

/** One box to tick of several, in a form; what was ticked stays when the form's action fails. */
export function CheckItem({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  const { state } = useFormState();
  return (
    <label className="flex min-h-8 items-center gap-2 text-sm">
      <input
        key={state.turn}
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={state.values?.[name] === value}
        className="size-4"
      />
      {children}
    </label>
  );
}

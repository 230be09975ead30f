"use client";
import type { ReactNode } from "react";
import { useFormState } from "../ui/action-form";

/** What became of one of several: why it was not done, if it was not just now; and what its state says. */
export function SelectedOutcome({ id, children }: { id: string; children: ReactNode }) {
  const { state } = useFormState();
  const refused = state.refused?.[id];
  if (!refused) return children;
  return (
    <>
      <span className="block text-danger">Not done. {refused}</span>
      <span className="text-muted">{children}</span>
    </>
  );
}

"use client";
import type { ReactNode } from "react";
import { useFormState } from "../ui/action-form";

/** What became of a grant: why it was not revoked, if it was not just now; and what its state says. */
export function RevokeOutcome({ grantId, children }: { grantId: string; children: ReactNode }) {
  const { state } = useFormState();
  const refused = state.refused?.[grantId];
  if (!refused) return children;
  return (
    <>
      <span className="block text-danger">Not done. {refused}</span>
      <span className="text-muted">{children}</span>
    </>
  );
}

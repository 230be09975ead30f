"use client";
import type { ReactNode } from "react";
import { useFormState } from "./action-form";
import { Button } from "./button";

/** Sends the form around it. While it is being sent it says `busy` and can't be pressed twice. */
export function SubmitButton({
  children,
  busy,
  variant = "primary",
  reason,
  name,
  value,
}: {
  children: ReactNode;
  busy: string;
  variant?: "default" | "primary" | "danger";
  reason?: string | null;
  name?: string;
  value?: string;
}) {
  const { pending } = useFormState();
  return (
    <Button type="submit" variant={variant} reason={reason} disabled={pending} name={name} value={value}>
      {pending ? busy : children}
    </Button>
  );
}

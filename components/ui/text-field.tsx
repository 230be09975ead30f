"use client";
import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { controlLook, Field } from "./field";

type Common = { name: string; label: string; hint?: ReactNode; error?: string | null; optional?: boolean };

/** A line of text. */
export function TextField({
  name,
  label,
  hint,
  error,
  optional,
  mono,
  ...input
}: Common & { mono?: boolean } & Omit<ComponentProps<"input">, "name">) {
  return (
    <Field {...{ name, label, hint, error, optional }}>
      {({ kept, ...control }) => (
        <input
          {...input}
          {...control}
          {...(input.value === undefined ? { defaultValue: kept ?? input.defaultValue } : {})}
          className={clsx(controlLook, "h-8", mono && "font-mono")}
        />
      )}
    </Field>
  );
}

/** Several lines of text. */
export function TextAreaField({
  name,
  label,
  hint,
  error,
  optional,
  ...input
}: Common & Omit<ComponentProps<"textarea">, "name">) {
  return (
    <Field {...{ name, label, hint, error, optional }}>
      {({ kept, ...control }) => (
        <textarea
          rows={3}
          {...input}
          {...control}
          {...(input.value === undefined ? { defaultValue: kept ?? input.defaultValue } : {})}
          className={clsx(controlLook, "py-1.5")}
        />
      )}
    </Field>
  );
}

/** One of several. Keyed by the kept value: React resets a select to what it was first rendered with. */
export function SelectField({
  name,
  label,
  hint,
  error,
  optional,
  children,
  ...input
}: Common & Omit<ComponentProps<"select">, "name">) {
  return (
    <Field {...{ name, label, hint, error, optional }}>
      {({ kept, ...control }) => (
        <select
          key={kept}
          {...input}
          {...control}
          {...(input.value === undefined ? { defaultValue: kept ?? input.defaultValue } : {})}
          className={clsx(controlLook, "h-8")}
        >
          {children}
        </select>
      )}
    </Field>
  );
}

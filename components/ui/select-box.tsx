/**
 * A box that selects a row for the form of that ID (selection-bar.tsx), which need not stand around it. One that can't
 * be selected says why.
 * @param label what is selected by it
 */
export function SelectBox({
  form,
  name,
  value,
  label,
  reason,
}: {
  form: string;
  name: string;
  value: string;
  label: string;
  reason: string | null;
}) {
  return (
    <label title={reason ?? undefined} className="-m-1 inline-flex size-8 items-center justify-center">
      <input
        // Anew when it can no longer be selected: what was ticked must not seem so.
        key={reason}
        type="checkbox"
        form={form}
        name={name}
        value={value}
        disabled={reason !== null}
        className="size-4 accent-accent"
      />
      <span className="sr-only">
        Select {label}
        {reason ? `: not possible. ${reason}` : ""}
      </span>
    </label>
  );
}

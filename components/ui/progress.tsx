/** How far something is: `value` of `max`; `label` says of what. Unknown `max` shows an empty bar. */
export function Progress({ value, max, label }: { value: number; max: number | null; label: string }) {
  const percent = max ? Math.min(100, Math.round((100 * value) / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1 w-full overflow-hidden rounded-full bg-border"
    >
      <div className="h-full bg-muted" style={{ width: `${percent}%` }} />
    </div>
  );
}

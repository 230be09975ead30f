import clsx from "clsx";
import { X } from "lucide-react";
import Link from "next/link";

export interface Filter {
  name: string;
  label: string;
  /** Choices; without them the filter is free text. */
  options?: { value: string; text: string }[];
  placeholder?: string;
  /** A moment, in UTC. */
  moment?: boolean;
}

const control =
  "bg-raised h-8 min-w-0 rounded-md border border-border-strong px-2 text-sm placeholder:text-faint";

/**
 * Filters as a GET form, so that the URL is the state; those in force stand below as tokens, each with a link
 * that takes it away. Works without JavaScript.
 * @param path where the form goes
 * @param values filters in force, by name
 * @param keep further query values to carry along (never the page)
 */
export function FilterBar({
  path,
  filters,
  values,
  keep = {},
}: {
  path: string;
  filters: Filter[];
  values: Record<string, string | undefined>;
  keep?: Record<string, string | undefined>;
}) {
  const without = (name: string) => {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries({ ...keep, ...values }))
      if (value && key !== name) query.set(key, value);
    const text = query.toString();
    return text ? `${path}?${text}` : path;
  };
  const active = filters.filter((filter) => values[filter.name]);
  return (
    <div className="mb-3">
      <form action={path} method="get" role="search" aria-label="Filters" className="flex flex-wrap gap-2">
        {filters.map((filter) =>
          filter.options ? (
            <select
              key={`${filter.name}=${values[filter.name] ?? ""}`}
              name={filter.name}
              aria-label={filter.label}
              defaultValue={values[filter.name] ?? ""}
              className={`${control} w-[calc(50%-4px)] sm:w-auto sm:max-w-52`}
            >
              <option value="">{filter.label}: any</option>
              {filter.options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.text}
                </option>
              ))}
            </select>
          ) : (
            <label
              key={`${filter.name}=${values[filter.name] ?? ""}`}
              className={clsx(
                "inline-flex w-full items-center gap-1.5 text-sm sm:w-auto",
                !filter.moment && "sm:w-64",
              )}
            >
              <span className={filter.moment ? "whitespace-nowrap text-muted" : "sr-only"}>
                {filter.label}
              </span>
              <input
                type={filter.moment ? "datetime-local" : "search"}
                title={filter.moment ? `${filter.label}, UTC` : undefined}
                name={filter.name}
                placeholder={filter.placeholder ?? filter.label}
                defaultValue={values[filter.name] ?? ""}
                className={`${control} w-full flex-1`}
              />
            </label>
          ),
        )}
        {Object.entries(keep).map(([name, value]) =>
          value ? <input key={name} type="hidden" name={name} value={value} /> : null,
        )}
        <button
          type="submit"
          className="h-8 cursor-pointer rounded-md border border-border-strong bg-raised px-3 text-sm font-medium hover:bg-sunken"
        >
          Filter
        </button>
      </form>
      {active.length > 0 ? (
        <ul aria-label="Filters in force" className="mt-2 flex flex-wrap gap-1.5">
          {active.map((filter) => {
            const value = values[filter.name] ?? "";
            const text = filter.options?.find((option) => option.value === value)?.text ?? value;
            return (
              <li
                key={filter.name}
                className="inline-flex items-center gap-1 rounded border bg-raised pl-2 text-xs leading-6"
              >
                {filter.label} = {text}
                <Link
                  href={without(filter.name)}
                  aria-label={`Remove filter ${filter.label}`}
                  className="inline-flex size-6 items-center justify-center text-muted hover:text-text"
                >
                  <X size={12} aria-hidden />
                </Link>
              </li>
            );
          })}
          {active.length > 1 ? (
            <li>
              <Link href={path} className="px-1 text-xs leading-6 text-accent">
                Clear all
              </Link>
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

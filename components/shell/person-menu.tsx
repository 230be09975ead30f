/** Who is signed in, their groups, the theme, and the way out. Works without JavaScript. */
export function PersonMenu({
  person,
  theme,
  actions,
}: {
  person: { name: string; groups: string[] };
  theme: "system" | "light" | "dark";
  actions: { signOut: () => Promise<void>; setTheme: (data: FormData) => Promise<void> };
}) {
  return (
    <details className="relative">
      <summary className="flex h-8 list-none items-center rounded-md px-2 text-sm whitespace-nowrap text-muted hover:text-text">
        {person.name}
        <span className="hidden text-faint sm:inline">
          {person.groups.length ? `, ${person.groups[0]}` : ""}
        </span>
      </summary>
      <div className="absolute top-9 right-0 z-20 w-60 rounded-lg border bg-raised p-3 text-sm shadow-sm">
        <p className="font-medium">{person.name}</p>
        <p className="mb-3 text-xs text-muted">
          {person.groups.length ? `In ${person.groups.join(", ")}` : "In no group"}
        </p>
        <form action={actions.setTheme} className="mb-3">
          <fieldset className="flex gap-1">
            <legend className="mb-1 text-xs text-muted">Theme</legend>
            {(["system", "light", "dark"] as const).map((choice) => (
              <button
                key={choice}
                name="theme"
                value={choice}
                aria-pressed={theme === choice}
                className="h-7 flex-1 cursor-pointer rounded border text-xs capitalize aria-pressed:bg-accent-soft aria-pressed:text-accent"
              >
                {choice}
              </button>
            ))}
          </fieldset>
        </form>
        <form action={actions.signOut}>
          <button className="h-8 w-full cursor-pointer rounded-md border border-border-strong text-sm font-medium">
            Sign out
          </button>
        </form>
      </div>
    </details>
  );
}

import type { ReactNode } from "react";
import { paths } from "../../lib/paths";
import { NotificationBell } from "./bell";
import { Finder } from "./finder";
import { NavLinks, type NavItem } from "./nav-links";
import { PersonMenu } from "./person-menu";
import { Wordmark } from "./wordmark";

/** What the navigation does not name, and the palette finds. */
const morePages: NavItem[] = [
  { href: paths.newRequest(), text: "Request access" },
  { href: paths.requests({ of: "waiting" }), text: "Requests waiting for me" },
  { href: paths.grants({ drift: "unmanaged", of: "owned" }), text: "Out of band" },
  { href: paths.access({ view: "matrix" }), text: "Access matrix" },
  { href: paths.accessFindings(), text: "Access findings" },
  { href: paths.notifications(), text: "Notifications" },
];

/**
 * The frame of every page: navigation, search, who is signed in.
 * @param waiting how many requests wait for this person's review
 * @param unread how much of what they were told they have not read, and up to how many are counted
 * @param seesHealth whether they may see whether everything works
 * @param foot lines on what was last read from AWS
 */
export function Shell({
  children,
  waiting,
  unread,
  seesHealth,
  foot,
  person,
  theme,
  actions,
}: {
  children: ReactNode;
  waiting: number;
  unread: { count: number; most: number };
  seesHealth: boolean;
  foot: ReactNode;
  person: { name: string; groups: string[] };
  theme: "system" | "light" | "dark";
  actions: { signOut: () => Promise<void>; setTheme: (data: FormData) => Promise<void> };
}) {
  const items: NavItem[] = [
    { href: paths.home(), text: "Home" },
    { href: paths.functions(), text: "Functions" },
    { href: paths.access(), text: "Access" },
    { href: paths.requests(), text: "Requests", count: waiting },
    { href: paths.grants(), text: "Grants" },
    { href: paths.audit(), text: "Audit" },
    { href: paths.accounts(), text: "Accounts" },
    ...(seesHealth ? [{ href: paths.health(), text: "Health" }] : []),
  ];
  const pages = [...items, ...morePages].map(({ href, text }) => ({ href, text, note: "" }));
  return (
    <div className="min-h-screen md:grid md:grid-cols-[208px_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only z-10 rounded border bg-raised px-3 py-1 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <aside
        aria-label="Xaccount"
        className="sticky top-0 hidden h-screen flex-col border-r bg-sunken px-2.5 py-3.5 md:flex"
      >
        <Wordmark />
        <NavLinks items={items} />
        <div className="mt-auto p-2 text-xs leading-[18px] text-faint">{foot}</div>
      </aside>
      <div className="min-w-0">
        <header className="flex h-12 items-center gap-3 border-b bg-surface px-3.5 md:px-6">
          <details className="relative md:hidden">
            <summary className="flex h-8 list-none items-center gap-2 rounded-md border px-2.5 text-sm font-medium">
              Menu
            </summary>
            <div className="absolute top-9 left-0 z-20 w-56 rounded-lg border bg-raised p-2 shadow-sm">
              <NavLinks items={items} />
              <div className="p-2 text-xs leading-[18px] text-faint">{foot}</div>
            </div>
          </details>
          <Finder pages={pages} />
          <form
            action={paths.functions()}
            role="search"
            aria-label="Find"
            className="hidden min-w-0 flex-1 md:max-w-80 noscript:block"
          >
            <input
              type="search"
              name="q"
              aria-label="Find a function"
              placeholder="Find a function"
              className="h-8 w-full rounded-md border border-border-strong bg-raised px-2.5 text-sm placeholder:text-faint"
            />
          </form>
          <div className="ml-auto flex items-center gap-1">
            <NotificationBell unread={unread.count} most={unread.most} />
            <PersonMenu person={person} theme={theme} actions={actions} />
          </div>
        </header>
        <main id="main" className="max-w-[1280px] px-3.5 pt-5 pb-12 md:px-6">
          {children}
        </main>
      </div>
    </div>
  );
}

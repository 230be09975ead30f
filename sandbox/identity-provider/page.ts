import { people } from "./people";

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const style = `
:root { color-scheme: light dark; --line: light-dark(#d5d9df, #3a404a); --muted: light-dark(#555d69, #a9b1bd); --back: light-dark(#f8f9fb, #14171c); --card: light-dark(#fff, #1b1f26); --focus: light-dark(#2f5fdb, #8fb0ff) }
body { margin: 0; padding: 48px 16px; background: var(--back); color: light-dark(#1c212a, #e8ebef); font: 14px/20px ui-sans-serif, system-ui, sans-serif }
main { max-width: 560px; margin: auto }
h1 { font-size: 20px; line-height: 28px; margin: 0 0 4px }
p { margin: 0 0 20px; color: var(--muted) }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--card) }
li + li { border-top: 1px solid var(--line) }
button { display: block; width: 100%; padding: 12px 16px; border: 0; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer }
button:hover { background: var(--back) }
button:focus-visible { outline: 2px solid var(--focus); outline-offset: -2px }
b { font-weight: 600 } small { font-size: 13px; color: var(--muted); display: block }`;

/** The page of people to be: a button each. @param action where the choice is posted */
export function peoplePage(action: string): string {
  const rows = people.map(
    ({ id, name, role, groups }) =>
      `<li><button name="person" value="${id}"><b>${escape(name)}</b> <small>${escape(role)}. In ${escape(groups.join(", "))}.</small></button></li>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Who do you want to be?</title><style>${style}</style></head>
<body><main><h1>Who do you want to be?</h1><p>The demo's identity provider. These people exist only here; no password is asked for.</p>
<form method="post" action="${escape(action)}"><ul>${rows.join("")}</ul></form></main></body></html>`;
}

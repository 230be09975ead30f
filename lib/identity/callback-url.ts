/**
 * Where to go after signing in: only ever a path of this site.
 * @param text what the address bar said
 * @returns the path with its query, or "/" for anything else
 */
export function callbackPath(text: string | undefined): string {
  if (!text?.startsWith("/")) return "/";
  const base = "http://site.invalid";
  if (!URL.canParse(text, base)) return "/";
  const url = new URL(text, base);
  // "//evil.example" and "/\evil.example" are other sites to a browser.
  if (url.origin !== base || url.pathname.startsWith("//")) return "/";
  if (url.pathname.startsWith("/api/") || url.pathname === "/sign-in") return "/";
  return url.pathname + url.search;
}

const sentences: Record<string, string> = {
  AccessDenied: "The identity provider did not let you in. Ask whoever runs it, or try another account.",
  OAuthCallbackError:
    "The identity provider sent you back without signing you in. You may have cancelled; try again.",
  Unreachable:
    "The identity provider can't be reached. Nothing was changed; try again in a minute. If it stays so, tell an administrator.",
};

/** What went wrong, in words. @param code next-auth's error code from the address bar */
export function signInFailure(code: string | undefined): string | null {
  if (!code) return null;
  // The code comes from the address bar: only our own keys count, not those every object has.
  if (Object.hasOwn(sentences, code)) return sentences[code] ?? null;
  return "Signing in did not finish. Try again; if it stays so, tell an administrator: the server's log says why.";
}

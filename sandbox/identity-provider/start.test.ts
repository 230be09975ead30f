import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { startIdentityProvider, type IdentityProvider } from "./start";

const redirectUri = "http://localhost:1/back";
const client = { clientId: "portal", clientSecret: "a-secret-of-the-test" };
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider({ port: 0, redirectUris: [redirectUri], ...client });
});
afterAll(() => provider.stop());

const verifier = randomBytes(32).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");
const authorizeUrl = (extra: Record<string, string>) =>
  `${provider.issuer}/auth?${new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile email",
    state: "s",
    ...extra,
  }).toString()}`;
const pkce = { code_challenge: challenge, code_challenge_method: "S256" };

/** A browser without pages: keeps cookies, and goes where it is sent until that is the portal. */
function browser() {
  const cookies = new Map<string, string>();
  return async (url: string, init: RequestInit = {}): Promise<{ url: string; text: string }> => {
    let [next, options] = [url, init];
    for (;;) {
      const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
      const answer = await fetch(next, { ...options, redirect: "manual", headers: { cookie } });
      for (const set of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        cookies.set(name, value);
      }
      const location = answer.headers.get("location");
      if (!location) return { url: next, text: await answer.text() };
      next = new URL(location, next).toString();
      if (next.startsWith(redirectUri)) return { url: next, text: "" };
      options = {};
    }
  };
}

const choose = (person: string) => ({ method: "POST", body: new URLSearchParams({ person }) });

async function exchange(code: string, codeVerifier: string): Promise<unknown> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  });
  const authorization = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64")}`;
  const answer = await fetch(`${provider.issuer}/token`, {
    method: "POST",
    body,
    headers: { authorization },
  });
  return answer.json();
}

it("asks who, every time, and gives that person's groups", async () => {
  const go = browser();
  for (const person of ["casey", "petra"]) {
    const page = await go(authorizeUrl(pkce));
    expect(page.text).toContain("Casey Checkout");

    const back = new URL((await go(page.url, choose(person))).url);
    const tokens = z
      .object({ id_token: z.string() })
      .parse(await exchange(back.searchParams.get("code") ?? "", verifier));
    const claims: unknown = JSON.parse(
      Buffer.from(tokens.id_token.split(".")[1] ?? "", "base64url").toString(),
    );
    expect(claims).toMatchObject({ sub: person, groups: expect.any(Array) as unknown });
  }
});

it("refuses a sign-in without PKCE, and a code without its verifier", async () => {
  const refused = new URL((await browser()(authorizeUrl({}))).url);
  expect(refused.searchParams.get("error")).toBe("invalid_request");
  const go = browser();
  const page = await go(authorizeUrl(pkce));
  const back = new URL((await go(page.url, choose("casey"))).url);
  expect(await exchange(back.searchParams.get("code") ?? "", "x".repeat(43))).toMatchObject({
    error: "invalid_grant",
  });
});

it("knows nobody but its people", async () => {
  const go = browser();
  const page = await go(authorizeUrl(pkce));
  expect((await go(page.url, choose("mallory"))).text).toBe("Nobody of that name is here.");
});

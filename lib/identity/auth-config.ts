import type { NextAuthConfig } from "next-auth";
import { env } from "@/lib/env";
import { completeClaims, readClaims } from "./claims";
import { personSeen } from "./person-seen";
import { authSecret } from "./secret";
import { readToken, sessionSeconds, tokenFor } from "./token";

const seconds = () => Math.floor(Date.now() / 1000);

/** What the sign-in button names: OIDC_NAME, else the issuer's host. */
export function providerName(): string {
  const { OIDC_NAME, OIDC_ISSUER } = env();
  return OIDC_NAME ?? new URL(OIDC_ISSUER).host;
}

/**
 * next-auth's configuration: one OpenID Connect provider, a session in an encrypted cookie, no way in beside it.
 * Read from the environment when first asked, not when built.
 */
export function authConfig(): NextAuthConfig {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_GROUPS_CLAIM } = env();
  return {
    secret: authSecret(),
    trustHost: true,
    basePath: "/api/auth",
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    session: { strategy: "jwt", maxAge: sessionSeconds },
    providers: [
      {
        id: "oidc",
        name: providerName(),
        type: "oidc",
        issuer: OIDC_ISSUER,
        clientId: OIDC_CLIENT_ID,
        clientSecret: OIDC_CLIENT_SECRET,
        checks: ["pkce", "state"],
        authorization: { params: { scope: "openid profile email" } },
      },
    ],
    callbacks: {
      async jwt({ token, account, profile }) {
        // Only a sign-in has an account and a profile; what a browser sends to update a session is not looked at.
        if (!account || !profile) return readToken(token, seconds());
        const claims = await completeClaims(OIDC_ISSUER, profile, account.access_token, OIDC_GROUPS_CLAIM);
        const told = readClaims({ ...claims, sub: account.providerAccountId }, OIDC_GROUPS_CLAIM);
        const personId = await personSeen(OIDC_ISSUER, told);
        return tokenFor({ ...told, personId }, seconds());
      },
      session({ session, token }) {
        const read = readToken(token, seconds());
        if (!read) return { expires: session.expires };
        const { personId, name, email, groups } = read;
        return { expires: session.expires, user: { personId, name, email, groups } };
      },
    },
    logger: {
      error(error) {
        // next-auth wraps what happened as { cause: { err } }.
        console.error(`Signing in: ${error.name}: ${error.message}`, error.cause ?? "");
      },
      warn: (code) => console.warn(`Signing in: ${code}`),
      debug: () => undefined,
    },
  };
}

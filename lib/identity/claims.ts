import { z } from "zod";

/** Somebody as the identity provider tells it. */
export interface Told {
  subject: string;
  name: string;
  email: string | null;
  groups: string[];
}

const claimsShape = z.looseObject({
  sub: z.string().min(1),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  email_verified: z.union([z.boolean(), z.string()]).optional().catch(undefined),
});

/** Groups from a claim: a list, or one text separated by commas or spaces. Anything else is in no group. */
export function readGroups(claim: unknown): string[] {
  const list = typeof claim === "string" ? claim.split(/[\s,]+/) : Array.isArray(claim) ? claim : [];
  const names = list.flatMap((name: unknown) => (typeof name === "string" ? [name.trim()] : []));
  return [...new Set(names.filter(Boolean))].sort();
}

/**
 * Who somebody is, from the claims of their ID token and of the userinfo endpoint.
 * An address that the identity provider says is not verified is left out: it could be an owner's, typed by anybody.
 * @param claims claims as received
 * @param groupsClaim name of the claim that holds groups
 * @throws when there is no subject
 */
export function readClaims(claims: unknown, groupsClaim: string): Told {
  const told = claimsShape.parse(claims);
  const unverified = told.email_verified === false || told.email_verified === "false";
  const email = unverified ? null : told.email?.trim().toLowerCase() || null;
  const name = [told.name, told.preferred_username, told.email].find((text) => text?.trim());
  return { subject: told.sub, name: name?.trim() ?? told.sub, email, groups: readGroups(told[groupsClaim]) };
}

/**
 * The ID token's claims, completed from the userinfo endpoint when the ID token lacks the name or the groups:
 * some identity providers tell them only there (https://openid.net/specs/openid-connect-core-1_0.html#UserInfo).
 * @throws when the endpoint is there and can't be read, so that nobody signs in without their groups
 */
export async function completeClaims(
  issuer: string,
  idToken: Record<string, unknown>,
  accessToken: string | undefined,
  groupsClaim: string,
): Promise<Record<string, unknown>> {
  if (!accessToken || (idToken[groupsClaim] !== undefined && idToken.name !== undefined)) return idToken;
  const about = await readJson(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const endpoint = z.looseObject({ userinfo_endpoint: z.url().optional() }).parse(about).userinfo_endpoint;
  if (!endpoint) return idToken;
  const told = z.looseObject({ sub: z.string() }).parse(await readJson(endpoint, accessToken));
  if (told.sub !== idToken.sub) throw new Error("The userinfo endpoint answered about somebody else.");
  return { ...told, ...idToken };
}

async function readJson(url: string, accessToken?: string): Promise<unknown> {
  const headers: Record<string, string> = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.json();
}

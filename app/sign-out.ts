"use server";
import { headers } from "next/headers";
import { signOut as endSession } from "@/lib/identity/auth";
import { assertSameOrigin } from "@/lib/identity/origin";
import { paths } from "@/lib/paths";

/** Ends the session here. The identity provider's own session is the identity provider's. */
export async function signOut(): Promise<void> {
  assertSameOrigin(await headers());
  await endSession({ redirectTo: paths.signIn() });
}

"use server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { signIn } from "@/lib/identity/auth";
import { callbackPath } from "@/lib/identity/callback-url";
import { assertSameOrigin } from "@/lib/identity/origin";
import { paths } from "@/lib/paths";

/** Sends the person to the identity provider; back to the page, with a word of why, when that fails. */
export async function startSignIn(data: FormData): Promise<void> {
  const wanted = data.get("callbackUrl");
  const callbackUrl = callbackPath(typeof wanted === "string" ? wanted : undefined);
  let next: string;
  try {
    assertSameOrigin(await headers());
    next = await signIn("oidc", { redirectTo: callbackUrl, redirect: false });
  } catch (error) {
    console.error("Signing in could not start:", error);
    next = `${paths.signIn({ callbackUrl })}&error=Unreachable`;
  }
  redirect(next);
}
